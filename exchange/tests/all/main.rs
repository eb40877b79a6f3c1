//! Files of others: read, planned, verified.

mod brute_force;
mod line;
mod pages;
mod published;
mod random;
mod reading;
mod small;
mod verifying;
