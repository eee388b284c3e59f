-- What search asks the index, once for each nearness: the index first, whatever the planner thinks, newest change first.
SELECT issue.place, issue.id, issue.number, issue.title, issue.status, issue.opened, issue.sorted,
  issue.vanished, issue.entries_of IS NOT NULL, issue.body
FROM words CROSS JOIN issue ON issue.place = words.rowid
WHERE words MATCH ?1 AND words.rowid BETWEEN ?2 AND ?3
ORDER BY words.rowid DESC LIMIT ?4
