"""Exports of other tools, and what an import makes of a text."""

from dualtrack.changes.import_csv import import_csv
from dualtrack.files.document import Document

from tests.changes.results import made, project_of

JIRA = """\
Summary,Issue key,Issue id,Issue Type,Status,Project key,Priority,Assignee,Created,Updated,Due date,Resolved,Labels,Labels,\
Sprint,Sprint,Description,Custom field (Story Points),Inward issue link (Blocks),Outward issue link (Blocks),Parent,\
Status Category,Comment,Comment,Resolution
Checkout: the API,FRAUD-12,10012,Story,In Review,FRAUD,High,"Ruiz, Ana",14/Jul/25 3:42 PM,15/Jul/25 9:00 AM,20/Aug/25,,\
api,web,Sprint 4,Sprint 5,"h2. Why
 * {{code}} and ""quotes""

{noformat}
---
{noformat}",5.0,FRAUD-11,,10010,In Progress,"14/Jul/25 4:00 PM;5b10ac;First
 second line

third: line",Short,
Payments epic,FRAUD-10,10010,Epic,To Do,FRAUD,,,2024-03-01,,,,,,,,,,,,,To Do,,,
Old bug,FRAUD-11,10011,Bug,Closed,FRAUD,Low,Ben Ott,14/Jul/25 3:42 PM,,,15/Jul/25 9:00 AM,,,,,,,,"FRAUD-12",,Done,,,Won't Do
Does X help?,FRAUD-13,10013,Spike,Doing,FRAUD,,Ana Ruiz,1/Aug/25 3:42 PM,,,,,,Sprint 5,,,3,OTHER-1,,FRAUD-10,In Progress,,,
"""
ASANA = """\
Task ID,Created At,Completed At,Last Modified,Name,Section/Column,Assignee,Assignee Email,Start Date,Due Date,Tags,Notes,\
Projects,Parent task,Blocked By (Dependencies),Blocking (Dependencies),Priority
1201,2025-08-20,,2025-08-21,Marketing strategy,Doing,Jane Doe,jane@acme.com,2025-09-01,2025-10-15,"go, now","# Not a title
- [ ] a box",Launch,,"Finalize budget, part 1, Deploy servers",,High
1202,2025-08-23,2025-09-30,2025-09-30,"Finalize budget, part 1",Finance,Al,,,,,,Launch,Marketing strategy,,Marketing strategy,
1203,2025-08-26,,2025-08-27,Deploy servers,To do,Bob,,,,,,Launch,Marketing strategy,Something else,,
"""
MONDAY = """\
Delivery board,,,,,,,
What the team does,,,,,,,
This week,,,,,,,
Name,Subitems,Person,Status,Date,Timeline - Start,Timeline - End,Item ID (auto generated)
Alpha,"Sub A",Jane Doe,Working on it,2024-03-15,2024-03-01,2024-03-20,1000000001
Subitems,Name,Status,Owner,Item ID (auto generated),,,
,Sub A,Stuck,Jane Doe,1000000002,,,
Beta,,"Jane Doe, Bob",Done,,,,1000000003
,,,,,,,
Next week,,,,,,,
Name,Subitems,Person,Status,Date,Timeline - Start,Timeline - End,Item ID (auto generated)
Gamma,,,,"May 2, 2024 3:04 PM",,,1000000004
"""
NOTION = """\
Name,Status,Assign,Due,Tags,Blocked by,Type,Estimate,Reviewed?,Empty
Build the model,In progress,"Ana Ruiz, Ben Ott","March 3, 2024 10:00 AM → March 5, 2024",\
"ml, now",Get data (https://www.notion.so/Get-data-59083a0faed34444a2545d78e488c0a6),Experiment,,Yes,
Get data,Done,Ana Ruiz,"March 1, 2024",,,pipeline,2,No,
"Get data ",Not started,,03/04/2024,,"Build the model (Build%20the%20model%20abc.md), Nowhere (https://www.notion.so/x)",,,,
"""
LINEAR = """\
"ID","Team","Title","Description","Status","Estimate","Priority","Project","Creator","Assignee","Labels","Cycle Number",\
"Cycle Name","Created","Updated","Started","Completed","Canceled","Due Date","Parent issue","Related to","Blocked by"
"FRAUD-1","Fraud","Rebuild the pages","Line one
line two, “quotes”","In Progress","3","High","Site","Ana","Ana","web, seo","4","Cycle 4",\
"Wed May 13 2026 11:21:41 GMT+0000 (GMT+00:00)","","Thu May 14 2026 09:00:00 GMT+0000 (GMT+00:00)","","",\
"Thu Jun 25 2026 23:00:00 GMT+0000 (GMT+00:00)","","",""
"FRAUD-2","Fraud","Test the pages","","Todo","","No priority","Site","Ana","Ben","","","",\
"2026-05-13T11:25:00Z","","","","","","FRAUD-1","FRAUD-3","FRAUD-1"
"FRAUD-3","Fraud","Old pages","","Canceled","","Low","Site","Ana","","","","",\
"Wed May 13 2026 11:30:00 GMT+0000 (GMT+00:00)","","","","Wed May 20 2026 10:00:00 GMT+0000 (GMT+00:00)","","","",""
"""
GITHUB = """\
Title,URL,Assignees,Status,Labels,Milestone,Estimate,Iteration
Rebuild the pages,https://github.com/example/site/issues/1,"ana, ben",In progress,"web, seo",Launch,3,Iteration 4
Test the pages,https://github.com/example/site/issues/2,,Todo,,,,
"""
TABLES = {"jira": JIRA, "asana": ASANA, "monday": MONDAY, "linear": LINEAR, "github": GITHUB, "notion": NOTION}


def imported(text: str, source: str | None = None, files: dict[str, str] | None = None) -> dict[str, Document]:
    return made(import_csv(project_of(files or {}), "export.csv", text, source))


def by_title(files: dict[str, Document]) -> dict[str, Document]:
    return {str(document.values.get("title")): document for document in files.values()}
