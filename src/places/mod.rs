//! Where a volunteer belongs: districts and settlements, as data with the days from which and until which they
//! hold, because borders change (Alatau took land from three neighbours in 2024). How they change, `borders` says.

mod model;
mod seed;
mod store;

pub use model::{District, KeptDistrict, KeptSettlement, Settlement, Term, present};
pub use seed::seed;
pub use store::kept::{
    delete_district, delete_settlement, find_present, insert_kept_district, insert_kept_settlement, is_on_lists,
    list_kept_districts, list_kept_settlements, list_replaced, set_district_end, set_district_names, set_district_open,
    set_settlement_end, set_settlement_names, set_settlement_open,
};
pub use store::{find_district, list_all_districts, list_all_settlements, list_districts, list_settlements};
