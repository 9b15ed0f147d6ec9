//! From the bytes of a file to documents, with a report of every oddity.
