//! The built-in desk: a support desk of its own, served over HTTP. It must not know any other crate of this project;
//! what it and a client agree on is written down in its OpenAPI description alone.

mod accepting;
mod app;
mod asking;
mod closing;
mod cursor;
mod db;
mod demo;
mod desk;
mod door;
mod facts;
mod files;
mod hub;
mod keeping;
mod kinds;
mod passwords;
mod presence;
mod problem;
mod routes;
mod seams;
mod seeding;
mod server;
mod store;
mod texts;
mod throttle;
mod wire;

pub use db::DbMode;
pub use demo::{Demo, SeedDemo};
pub use desk::{Desk, NewUser, Settings, UserRole, openapi};
pub use facts::{Calendar, ChatRules, CloseRule, Facts, Limits, Range, Topic, Week};
pub use problem::{Code, Problem};
pub use seams::{BoxFuture, Clock, NoRandomness, Random, SystemClock, SystemRandom};
pub use seeding::{SeedEnd, SeedIssue};
pub use server::{Door, Running, ServeError, Way};
