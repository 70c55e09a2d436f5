-- What a person does in Neovim, with the configuration of docs/editors.md: prints the findings, a hover and the text after a fix.

local function wait_for(what, ask)
  local answer
  vim.wait(90000, function() answer = ask(); return answer end, 50)
  return answer or error("There is no " .. what)
end

vim.cmd.edit("tracks/EXP-1.md")
for _, each in ipairs(wait_for("finding", function()
  local found = vim.diagnostic.get(0)
  return #found > 0 and found
end)) do
  print(each.message)
end
vim.fn.search("EXP-")
vim.lsp.buf.hover()
local hover = wait_for("hover", function() return vim.b.lsp_floating_preview end)
print(table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(hover), 0, -1, false), "\n"))
vim.api.nvim_win_set_cursor(0, { vim.diagnostic.get(0)[1].lnum + 1, 0 })
vim.lsp.buf.code_action({ filter = function(action) return action.title == "Insert 2 items into the Definition of Done" end, apply = true })
wait_for("edit", function() return vim.fn.search("- \\[ ] ", "nw") > 0 end)
print(table.concat(vim.api.nvim_buf_get_lines(vim.fn.bufnr("EXP-1.md"), 0, -1, false), "\n"))
print(vim.fn.execute("messages"))
vim.cmd("qall!")
