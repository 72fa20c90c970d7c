//! The loader, on small declarations in other languages and on the shipped ones.

mod fixture;
mod loading;
mod planning;
