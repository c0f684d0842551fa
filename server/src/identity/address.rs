//! Where a request comes from.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

/// The address of the client. What stands on this machine in front of the process is believed when it
/// says for whom it asks (`X-Forwarded-For`); nobody else is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Client {
    address: IpAddr,
    forwarded: bool,
}

impl Client {
    /// Whether a program on this machine asks, for itself.
    pub(crate) fn is_this_machine(self) -> bool {
        self.address.is_loopback() && !self.forwarded
    }

    /// Whom failed attempts count for. A house has a whole /64 of IPv6 addresses, and changes them at will.
    pub(crate) fn household(self) -> IpAddr {
        match self.address.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
            address => address,
        }
    }

    fn of(peer: IpAddr, headers: &HeaderMap) -> Self {
        let forwarded = headers.get("x-forwarded-for");
        // Only the last one was written by the proxy; the others are what the client claims.
        let last = forwarded.and_then(|list| list.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
        match last {
            Some(address) if peer.to_canonical().is_loopback() => Self { address, forwarded: true },
            _ => Self { address: peer.to_canonical(), forwarded: forwarded.is_some() },
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
        Ok(Self::of(peer, &parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, forwarded: Option<&str>) -> Client {
        let mut headers = HeaderMap::new();
        if let Some(forwarded) = forwarded {
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        }
        Client::of(peer.parse().unwrap(), &headers)
    }

    #[test]
    fn only_a_proxy_on_this_machine_is_believed() {
        let address = |peer, forwarded| client(peer, forwarded).address.to_string();
        assert_eq!(address("127.0.0.1", Some("198.51.100.1, 203.0.113.7")), "203.0.113.7");
        assert_eq!(address("203.0.113.9", Some("127.0.0.1")), "203.0.113.9");
        assert_eq!(address("::ffff:203.0.113.9", None), "203.0.113.9");
    }

    #[test]
    fn what_a_proxy_passes_on_does_not_come_from_this_machine() {
        assert!(client("127.0.0.1", None).is_this_machine());
        assert!(client("::1", None).is_this_machine());
        assert!(!client("127.0.0.1", Some("127.0.0.1")).is_this_machine());
        assert!(!client("203.0.113.9", None).is_this_machine());
    }

    #[test]
    fn a_house_counts_as_one() {
        let household = |peer| client(peer, None).household();
        assert_eq!(household("2001:db8:1:2:aaaa::1"), household("2001:db8:1:2:bbbb::9"));
        assert_ne!(household("2001:db8:1:2::1"), household("2001:db8:1:3::1"));
        assert_ne!(household("203.0.113.8"), household("203.0.113.9"));
    }
}
