// The item, its form, and a party's return.
