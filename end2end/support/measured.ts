//! Tests that measure.

/** The details of a test that has bars to meet or hundreds of people in it: no other test runs beside it. */
export const MEASURED = { lock: "-exclusive-" };
