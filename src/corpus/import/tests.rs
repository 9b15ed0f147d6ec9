//! The whole way from bytes to documents.
