-- In which language a member reads our pages and mails; as their browser asks without it.
ALTER TABLE member ADD COLUMN language TEXT;
