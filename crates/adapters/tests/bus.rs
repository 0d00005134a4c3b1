//! The same cases against every bus: the one inside the process, and a real Redis, which also dies and comes back.

use adapters::bus::{MemoryBus, RedisBus};
use classroom::ports::bus::Bus as _;
use testkit::cases::{knocks_are_heard_everywhere, reach};
use testkit::redis::RedisServer;

#[tokio::test]
async fn the_one_inside_the_process() {
    let bus = MemoryBus::default();
    knocks_are_heard_everywhere(&bus, &bus).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_dies_and_comes_back() {
    let mut redis = RedisServer::start().unwrap();
    let (bus, other) =
        (RedisBus::connect(&redis.url()).await.unwrap(), RedisBus::connect(&redis.url()).await.unwrap());
    knocks_are_heard_everywhere(&bus, &other).await;
    for _ in 0..3 {
        redis.kill().unwrap();
        redis.start_again().unwrap();
        reach(&bus, &mut other.listen()).await;
        reach(&other, &mut bus.listen()).await;
    }
    knocks_are_heard_everywhere(&other, &bus).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_that_comes_after_the_servers_is_found() {
    let mut redis = RedisServer::start().unwrap();
    redis.kill().unwrap();
    let url = redis.url();
    let (bus, other) = tokio::join!(RedisBus::connect(&url), RedisBus::connect(&url));
    let (bus, other) = (bus.unwrap(), other.unwrap());
    redis.start_again().unwrap();
    reach(&bus, &mut other.listen()).await;
    knocks_are_heard_everywhere(&bus, &other).await;
}
