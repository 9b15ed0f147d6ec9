//! From a project to files.
