;; What a person does in Emacs, with the configuration of docs/editors.md: prints the findings, a hover and the text after a fix.

(require 'cl-lib)
(require 'eglot)
(require 'markdown-mode)

(defun wait-for (what ask)
  (let ((end (+ (float-time) 20)) answer)
    (while (not (or (setq answer (funcall ask)) (> (float-time) end)))
      (accept-process-output nil 0.05))
    (or answer (error "There is no %s" what))))

(find-file "tracks/EXP-1.md")
(call-interactively #'eglot)
(dolist (each (wait-for "finding" #'flymake-diagnostics))
  (princ (format "%s\n" (flymake-diagnostic-text each))))
(search-forward "EXP-")
(let (hover)
  (eglot-hover-eldoc-function (lambda (text &rest _) (setq hover text)))
  (princ (format "%s\n" (wait-for "hover" (lambda () hover)))))
(cl-letf (((symbol-function 'completing-read) (lambda (&rest _) "Insert 2 items into the Definition of Done"))
          (last-nonmenu-event ?\r)) ; asked for by a key, not by the mouse
  (eglot-code-actions (point-min) (point-max) nil t))
(wait-for "edit" (lambda () (save-excursion (search-forward "- [ ] " nil t))))
(princ (buffer-string))
(princ (with-current-buffer "*Messages*" (buffer-string)))
