//! The loader and the plan, on small declarations of other parties in other languages.

mod fixture;
mod loading;
mod planning;
mod world;
mod wrong;
