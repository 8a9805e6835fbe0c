//! Which addresses belong to the public internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What an address is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressKind {
    /// A host of the public internet.
    Public,
    /// This machine, or a network behind the same door.
    Private,
    /// No host at all, or one that nobody should be led to: link-local (where clouds keep their credentials),
    /// multicast, broadcast, documentation, benchmarks, reserved.
    Special,
}

/// Tells what an address is for.
///
/// After the special-purpose registries of IANA (RFC 6890 and its updates, read 2026-11). An IPv6 address that only
/// wraps an IPv4 address (mapped, NAT64) is what the wrapped one is.
pub fn address_kind(address: IpAddr) -> AddressKind {
    match address {
        IpAddr::V4(address) => kind_v4(address),
        IpAddr::V6(address) => kind_v6(address),
    }
}

const PRIVATE_V4: &[([u8; 4], u32)] = &[
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10), // shared by a provider's customers
    ([127, 0, 0, 0], 8),
    ([172, 16, 0, 0], 12),
    ([192, 168, 0, 0], 16),
];

const SPECIAL_V4: &[([u8; 4], u32)] = &[
    ([0, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 88, 99, 0], 24), // 6to4 relays
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

/// Parts of the global unicast range 2000::/3 that are no hosts of the public internet.
const SPECIAL_V6: &[(Ipv6Addr, u32)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23), // protocol assignments, Teredo and ORCHID among them
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32), // documentation
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16), // 6to4: leads wherever its IPv4 part leads
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20), // documentation
];

fn kind_v4(address: Ipv4Addr) -> AddressKind {
    let is_in = |&(network, bits): &([u8; 4], u32)| {
        let shift = 32 - bits;
        address.to_bits() >> shift == u32::from_be_bytes(network) >> shift
    };
    if PRIVATE_V4.iter().any(is_in) {
        AddressKind::Private
    } else if SPECIAL_V4.iter().any(is_in) {
        AddressKind::Special
    } else {
        AddressKind::Public
    }
}

fn kind_v6(address: Ipv6Addr) -> AddressKind {
    if let Some(wrapped) = address.to_ipv4_mapped().or_else(|| nat64(address)) {
        return kind_v4(wrapped);
    }
    let is_in = |network: Ipv6Addr, bits: u32| {
        let shift = 128 - bits;
        address.to_bits() >> shift == network.to_bits() >> shift
    };
    if address == Ipv6Addr::LOCALHOST || is_in(Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7) {
        return AddressKind::Private;
    }
    let is_global = is_in(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
    if is_global && !SPECIAL_V6.iter().any(|&(net, bits)| is_in(net, bits)) {
        AddressKind::Public
    } else {
        AddressKind::Special
    }
}

/// The IPv4 address inside one of the well-known NAT64 prefix (64:ff9b::/96), which is how a host without IPv4 sees
/// the rest of the internet.
fn nat64(address: Ipv6Addr) -> Option<Ipv4Addr> {
    const PREFIX: [u16; 6] = [0x64, 0xff9b, 0, 0, 0, 0];
    let is_wrapped = address.segments().starts_with(&PREFIX);
    is_wrapped.then(|| Ipv4Addr::from_bits(address.to_bits() as u32))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kind(address: &str) -> AddressKind {
        address_kind(address.parse().unwrap())
    }

    #[test]
    fn hosts_of_the_internet_are_public() {
        for address in [
            "1.1.1.1",
            "93.184.216.34",
            "172.32.0.1",
            "100.128.0.1",
            "192.167.255.255",
            "2606:4700::1111",
            "2a00:1450:4001::5",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ] {
            assert_eq!(kind(address), AddressKind::Public, "{address}");
        }
    }

    #[test]
    fn this_machine_and_its_neighbours_are_private_in_every_spelling() {
        for address in [
            "127.0.0.1",
            "127.255.255.254",
            "10.0.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "::1",
            "fd00::1",
            "::ffff:127.0.0.1",
            "::ffff:10.1.2.3",
            "64:ff9b::7f00:1",
        ] {
            assert_eq!(kind(address), AddressKind::Private, "{address}");
        }
    }

    #[test]
    fn addresses_of_no_host_are_special() {
        for address in [
            "0.0.0.0",
            "169.254.169.254",
            "192.0.2.1",
            "198.18.0.1",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "2002:808:808::",
            "::127.0.0.1",
            "100::1",
        ] {
            assert_eq!(kind(address), AddressKind::Special, "{address}");
        }
    }

    proptest! {
        #[test]
        fn wrapping_an_address_never_makes_it_public(bits: u32, low: [u16; 5]) {
            let v4 = Ipv4Addr::from_bits(bits);
            let [high, mid] = [(bits >> 16) as u16, bits as u16];
            let inside = kind_v4(v4);
            for wrapped in [
                v4.to_ipv6_mapped(),
                Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, mid),
            ] {
                prop_assert_eq!(kind_v6(wrapped), inside);
            }
            for wrapped in [
                v4.to_ipv6_compatible(),
                Ipv6Addr::new(0x2002, high, mid, low[0], low[1], low[2], low[3], low[4]),
                Ipv6Addr::new(0x2001, 0, low[0], low[1], low[2], low[3], high, mid),
                Ipv6Addr::new(0x64, 0xff9b, 1, low[0], low[1], low[2], high, mid),
            ] {
                prop_assert_ne!(kind_v6(wrapped), AddressKind::Public);
            }
        }

        #[test]
        fn what_the_standard_library_calls_local_is_never_public(bits: u32) {
            let v4 = Ipv4Addr::from_bits(bits);
            let is_local = v4.is_loopback() || v4.is_private() || v4.is_link_local() || v4.is_multicast()
                || v4.is_broadcast() || v4.is_documentation() || v4.is_unspecified();
            prop_assert!(!is_local || kind_v4(v4) != AddressKind::Public);
        }

        #[test]
        fn no_ipv6_address_outside_global_unicast_is_public_by_itself(bits: u128) {
            let v6 = Ipv6Addr::from_bits(bits);
            let is_wrapped = v6.to_ipv4_mapped().is_some() || nat64(v6).is_some();
            let is_global = bits >> 125 == 1;
            prop_assert!(is_global || is_wrapped || kind_v6(v6) != AddressKind::Public);
        }

        #[test]
        fn every_address_of_a_private_network_is_private(low: u32) {
            for &(network, bits) in PRIVATE_V4 {
                let mask = u32::MAX >> bits;
                let address = u32::from_be_bytes(network) | (low & mask);
                prop_assert_eq!(kind_v4(Ipv4Addr::from_bits(address)), AddressKind::Private);
            }
        }
    }
}
