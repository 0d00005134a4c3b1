//! The same cases against every bus: the one inside the process, and a real Redis, which also dies and comes back.

use adapters::bus::{MemoryBus, RedisBus, RedisError, RedisSettings};
use classroom::ports::bus::Bus as _;
use testkit::cases::{reach, wake_ups_are_received_everywhere};
use testkit::redis::RedisServer;

fn at(url: &str) -> RedisSettings {
    RedisSettings { url: url.to_owned(), authority: None }
}

#[tokio::test]
async fn the_one_inside_the_process() {
    let bus = MemoryBus::default();
    wake_ups_are_received_everywhere(&bus, &bus).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_dies_and_comes_back() {
    let mut redis = RedisServer::start().unwrap();
    let settings = at(&redis.url());
    let (bus, other) =
        (RedisBus::connect(&settings).await.unwrap(), RedisBus::connect(&settings).await.unwrap());
    wake_ups_are_received_everywhere(&bus, &other).await;
    for _ in 0..3 {
        redis.kill().unwrap();
        redis.start_again().unwrap();
        reach(&bus, &mut other.listen()).await;
        reach(&other, &mut bus.listen()).await;
    }
    wake_ups_are_received_everywhere(&other, &bus).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_that_comes_after_the_servers_is_found() {
    let mut redis = RedisServer::start().unwrap();
    redis.kill().unwrap();
    let settings = at(&redis.url());
    let (bus, other) = tokio::join!(RedisBus::connect(&settings), RedisBus::connect(&settings));
    let (bus, other) = (bus.unwrap(), other.unwrap());
    redis.start_again().unwrap();
    reach(&bus, &mut other.listen()).await;
    wake_ups_are_received_everywhere(&bus, &other).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rediss_is_tls_and_only_with_a_certificate_that_somebody_vouches_for() {
    let (redis, authority) = RedisServer::start_with_tls().unwrap();
    assert!(redis.url().starts_with("rediss://"));
    let trusting = RedisSettings { url: redis.url(), authority: Some(authority.into_bytes()) };
    let bus = RedisBus::connect(&trusting).await.unwrap();
    let other = RedisBus::connect(&trusting).await.unwrap();
    wake_ups_are_received_everywhere(&bus, &other).await;
    assert!(bus.is_connected());
    let in_the_clear = at(&redis.url().replace("rediss://", "redis://"));
    for settings in [at(&redis.url()), in_the_clear] {
        assert!(!RedisBus::connect(&settings).await.unwrap().is_connected());
    }
}

#[tokio::test]
async fn a_file_without_certificates_is_said_to_be_none() {
    for authority in ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
    {
        let settings =
            RedisSettings { url: "rediss://127.0.0.1:9".into(), authority: Some(authority.into()) };
        assert!(matches!(RedisBus::connect(&settings).await, Err(RedisError::Authority)), "{authority}");
    }
}
