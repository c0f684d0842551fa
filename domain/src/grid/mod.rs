//! The arithmetic of the calendar grid: minutes and fractions of a day, never pixels.
