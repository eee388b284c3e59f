//! The desk's contract, held from outside: requests in process, and over real sockets where the socket matters.

#[cfg(test)]
mod agents;
#[cfg(test)]
mod authorization;
#[cfg(test)]
mod chat_live;
#[cfg(test)]
mod chat_queue;
#[cfg(test)]
mod chat_rules;
#[cfg(test)]
mod chats;
#[cfg(test)]
mod closing;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod description;
#[cfg(test)]
mod files;
#[cfg(test)]
mod idempotency;
#[cfg(test)]
mod issues;
#[cfg(test)]
mod live;
#[cfg(test)]
mod program;
#[cfg(test)]
mod rig;
#[cfg(test)]
mod serving;
#[cfg(test)]
mod signing_in;
#[cfg(test)]
mod team;
