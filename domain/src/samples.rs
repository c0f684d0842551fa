//! The named people and things of tests, demo data and end-to-end tests.
