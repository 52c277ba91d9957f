//! Where a volunteer belongs: districts and settlements, as data with the days from which and until which they
//! hold, because borders change (Alatau took land from three neighbours in 2024).

mod model;
mod seed;
mod store;

pub use model::{District, Settlement};
pub use seed::seed;
pub use store::{find_district, list_all_districts, list_all_settlements, list_districts, list_settlements};
