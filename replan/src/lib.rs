//! Replanning: a plan is published, things happen, and the next plan changes least.
//!
//! What has happened makes an instance of what is left ([`regauge_model::advance`]). In it stands what was published of every train
//! ([`publish()`]), so that doing something else is weighed against what it brings by the engines themselves; decisions that are near are
//! frozen. The new plan begins with the published one pushed back as it stands ([`PushedBack`]) and is never dearer.
//! [`Replan`] puts these together.
//!
//! Not here: engines (a replanned day is an instance like any other), words and files.

mod freeze;
mod offers;
mod pin_prices;
mod publish;
mod pushed_back;
mod remedies;
mod replan;

pub use offers::{Offer, Offers, helped, offers};
pub use pin_prices::{PinPrice, price_pins};
pub use publish::publish;
pub use pushed_back::{PublishedPlan, PushedBack};
pub use remedies::{Change, Remedies, Remedy, remedies};
pub use replan::{Compared, Replan, ReplanError, Replanned};
