"""Mail over SMTP: put into a table in the caller's transaction, sent by a job."""
