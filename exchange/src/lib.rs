//! Problems of others, in formats of others, over the engines of regauge: so that anybody's solver and anybody's verifier can be held beside them.
//!
//! One room per format: [`displib`] (train rescheduling). A room reads files with every problem told, hands what they hold to the engines,
//! writes what comes out, and has a verifier that shares nothing with what plans.
//!
//! Not here: instances and plans of stations (`regauge-model`); the files of others.

pub mod displib;
mod words;
