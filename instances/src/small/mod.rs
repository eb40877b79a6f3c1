//! Random small instances.
