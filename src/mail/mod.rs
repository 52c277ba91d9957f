//! Mail to people: an outbox in the database, and the ways out of it.
pub mod frame;
pub mod message;
pub mod settings;
pub mod smtp;
pub mod transport;
