//! How the servers of one installation wake each other: inside the process, or through Redis.

mod memory;
mod redis;

pub use memory::MemoryBus;
pub use redis::{RedisBus, RedisError, RedisSettings};

/// Knocks a slow listener may be behind; one that misses some reads every open class's tail.
const CAPACITY: usize = 4_096;
