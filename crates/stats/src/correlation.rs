//! Do two measurements rise and fall together?
