//! Killing the app in the middle of its work, again and again, against a desk that is a process of its own. What the app
//! said it had saved or taken must be there afterwards, once.

mod ledger;
mod life;
mod server;

pub use ledger::{Found, Ledger, Word};
pub use life::Life;
pub use server::{Account, DeskProcess};
