//! Files that are too long to be made while somebody waits: the register, the audit log, hours as a workbook.
//!
//! Invariants: a job makes them from portions of the database, so that neither memory nor a connection is held, however
//! long they are; whoever asked for one sees how far it is, and gets it, alone; it is written under another name and takes
//! its own when it is whole, so nothing half is offered; asked for twice while it is under way, it is made once (a unique
//! index); what is taken is noted with the number of its rows; a day later it is gone. Cells are text and numbers, never
//! formulas.

mod keep;
pub mod logged;
mod model;
pub mod pages;
mod portion;
mod store;
mod table;
mod views;

pub use keep::{EXPORT, advance, again, ask, erase_asked, fail, finish, forget_old, is_stopped, list_files, under_way};
pub use model::{DAY, Export, Filters, Format, Kind, State, Wanted, folder, path, unfinished};
pub use portion::{MOST_IN_WORKBOOK, count};
pub(crate) use portion::{head, named, narrow, read_portion};
pub use store::{find_export, list_own};
pub(crate) use table::Table;
