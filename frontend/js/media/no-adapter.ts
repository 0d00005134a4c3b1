// Stands in for a library that the browsers we build for don't need (build.mjs).
export default {};
