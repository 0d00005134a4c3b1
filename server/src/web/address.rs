//! Where a request comes from: from whom it was sent, or from whom a proxy of ours says it had it.

use std::net::IpAddr;

use axum::http::HeaderMap;
use ipnet::IpNet;

/// The header in which proxies say from whom they had a request, each after those before it.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The nearest address that isn't one of our proxies: whatever stands before it in the header, that one may have made up.
pub fn of_client(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let is_ours = |address: &IpAddr| proxies.iter().any(|network| network.contains(address));
    let lines = headers.get_all(FORWARDED_FOR).iter().filter_map(|line| line.to_str().ok());
    let mut said: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let mut address = peer.to_canonical();
    while is_ours(&address) {
        match said.pop().and_then(|word| word.parse::<IpAddr>().ok()) {
            Some(before) => address = before.to_canonical(),
            None => break,
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::{FORWARDED_FOR, of_client};
    use axum::http::HeaderMap;
    use std::net::IpAddr;

    fn client(peer: &str, said: &[&'static str]) -> String {
        let mut headers = HeaderMap::new();
        for line in said {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        let proxies = ["10.0.0.0/8", "192.168.1.7/32"].map(|network| network.parse().unwrap());
        of_client(peer.parse::<IpAddr>().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn a_proxy_is_believed_and_nobody_else() {
        assert_eq!(client("203.0.113.9", &[]), "203.0.113.9");
        assert_eq!(client("203.0.113.9", &["198.51.100.1"]), "203.0.113.9", "anybody can write a header");
        assert_eq!(client("10.0.0.2", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("::ffff:10.0.0.2", &["2001:db8::1"]), "2001:db8::1");
    }

    #[test]
    fn what_a_client_made_up_stands_further_to_the_left() {
        assert_eq!(client("10.0.0.2", &["192.0.2.1, 198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("10.0.0.2", &["192.0.2.1", "198.51.100.1, 192.168.1.7"]), "198.51.100.1");
        assert_eq!(client("10.0.0.2", &["10.0.0.9, 10.0.0.3"]), "10.0.0.9", "somebody in our own network");
        assert_eq!(client("10.0.0.2", &["192.0.2.1, nonsense"]), "10.0.0.2");
        assert_eq!(client("10.0.0.2", &[]), "10.0.0.2");
    }
}
