//! What the centre does with accounts: find a person, correct the e-mail, give and take roles.
