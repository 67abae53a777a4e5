DELETE FROM subject_links
WHERE subject = $1
