//! Side by side: which lane each of a number of overlapping stretches takes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use litemap::LiteMap;

/// Where a stretch stands among those it overlaps, directly or through others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lane {
    /// From 0, below `lanes`.
    pub lane: u16,
    /// Into how many lanes the whole cluster is divided.
    pub lanes: u16,
    /// How many lanes it can take without covering anything: it, and those to its right that are free.
    pub wide: u16,
}

/// Gives each half-open stretch a lane, in the order in which they were given: no two that overlap share one.
/// Who begins first stands first, then who is longer, then who was given first; so the same stretches always
/// stand the same way. O(n log n).
pub fn lanes<T: Copy + Ord>(stretches: &[(T, T)]) -> Vec<Lane> {
    let mut order: Vec<usize> = (0..stretches.len()).collect();
    order.sort_unstable_by_key(|&index| {
        let (start, end) = stretches[index];
        (start, Reverse(end), index)
    });

    let mut placed = vec![Lane { lane: 0, lanes: 1, wide: 1 }; stretches.len()];
    let mut cluster = Cluster::new();
    let mut begun = 0;
    for (position, &index) in order.iter().enumerate() {
        let (start, end) = stretches[index];
        cluster.end_before(start);
        if cluster.is_over() {
            cluster.divide(&order[begun..position], &mut placed);
            cluster = Cluster::new();
            begun = position;
        }
        cluster.take(index, end, &mut placed);
    }
    cluster.divide(&order[begun..], &mut placed);
    placed
}

/// Stretches that overlap in a chain, while the sweep goes over them.
struct Cluster<T> {
    /// The ends of those under way, with their lanes.
    ends: BinaryHeap<Reverse<(T, u16)>>,
    /// Lanes that were used and are free again.
    free: BinaryHeap<Reverse<u16>>,
    /// Lanes under way, and who is in them.
    taken: LiteMap<u16, usize>,
    lanes: u16,
}

impl<T: Copy + Ord> Cluster<T> {
    fn new() -> Self {
        Self { ends: BinaryHeap::new(), free: BinaryHeap::new(), taken: LiteMap::new_vec(), lanes: 0 }
    }

    fn end_before(&mut self, start: T) {
        while let Some(&Reverse((end, lane))) = self.ends.peek()
            && end <= start
        {
            self.ends.pop();
            self.taken.remove(&lane);
            self.free.push(Reverse(lane));
        }
    }

    fn is_over(&self) -> bool {
        self.ends.is_empty()
    }

    /// Takes the first free lane. Until the cluster is divided, `wide` holds the nearest lane to the right that
    /// is not free.
    fn take(&mut self, index: usize, end: T, placed: &mut [Lane]) {
        let lane = match self.free.pop() {
            Some(Reverse(lane)) => lane,
            None => {
                self.lanes += 1;
                self.lanes - 1
            }
        };
        self.taken.insert(lane, index);
        // It has just been put there.
        let here = self.taken.find_index(&lane).unwrap_or_else(|there| there);
        let to_the_right = self.taken.get_indexed(here + 1).map_or(u16::MAX, |(lane, _)| *lane);
        if let Some((_, &left)) = here.checked_sub(1).and_then(|left| self.taken.get_indexed(left)) {
            placed[left].wide = placed[left].wide.min(lane);
        }
        placed[index] = Lane { lane, lanes: 0, wide: to_the_right };
        self.ends.push(Reverse((end, lane)));
    }

    fn divide(&self, members: &[usize], placed: &mut [Lane]) {
        for &index in members {
            let Lane { lane, wide, .. } = placed[index];
            placed[index] = Lane { lane, lanes: self.lanes, wide: wide.min(self.lanes) - lane };
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lane(lane: u16, lanes: u16, wide: u16) -> Lane {
        Lane { lane, lanes, wide }
    }

    #[test]
    fn what_does_not_overlap_has_the_whole_width() {
        assert_eq!(lanes(&[(9, 10), (10, 11), (14, 15)]), [lane(0, 1, 1); 3]);
        assert_eq!(lanes::<u16>(&[]), []);
    }

    #[test]
    fn two_at_once_stand_side_by_side_and_the_longer_first() {
        assert_eq!(lanes(&[(9, 10), (9, 12)]), [lane(1, 2, 1), lane(0, 2, 1)]);
    }

    #[test]
    fn a_chain_shares_its_lanes_and_the_free_ones_are_used() {
        // The first overlaps two others; the last overlaps only the first, and stands where the second was.
        let placed = lanes(&[(9, 13), (9, 10), (9, 10), (11, 12)]);
        assert_eq!(placed, [lane(0, 3, 1), lane(1, 3, 1), lane(2, 3, 1), lane(1, 3, 2)]);
    }

    #[test]
    fn days_in_the_row_of_whole_days_are_stretches_too() {
        assert_eq!(lanes(&[(0, 7), (2, 3), (3, 5)]), [lane(0, 2, 1), lane(1, 2, 1), lane(1, 2, 1)]);
    }

    fn stretches() -> impl Strategy<Value = Vec<(u16, u16)>> {
        let one = (0u16..200, 1u16..40).prop_map(|(start, length)| (start, start + length));
        proptest::collection::vec(one, 0..120)
    }

    fn overlap(one: (u16, u16), other: (u16, u16)) -> bool {
        one.0 < other.1 && other.0 < one.1
    }

    proptest! {
        #[test]
        fn lanes_never_overlap_and_every_stretch_has_one(all in stretches()) {
            let placed = lanes(&all);
            prop_assert_eq!(placed.len(), all.len());
            for (index, here) in placed.iter().enumerate() {
                prop_assert!(here.lane < here.lanes && here.wide >= 1 && here.lane + here.wide <= here.lanes);
                for (other, there) in placed.iter().enumerate().filter(|(other, _)| *other != index) {
                    if overlap(all[index], all[other]) {
                        prop_assert_eq!(here.lanes, there.lanes);
                        let apart = here.lane + here.wide <= there.lane || there.lane + there.wide <= here.lane;
                        prop_assert!(apart, "{here:?} covers {there:?}");
                    }
                }
            }
        }

        #[test]
        fn no_more_lanes_than_stand_side_by_side(all in stretches()) {
            let placed = lanes(&all);
            let deepest = all.iter().map(|one| all.iter().filter(|other| other.0 <= one.0 && one.0 < other.1).count());
            let deepest = deepest.max().unwrap_or(1);
            prop_assert!(placed.iter().all(|here| usize::from(here.lanes) <= deepest));
        }

        #[test]
        fn the_order_in_which_they_are_given_does_not_move_distinct_stretches(all in stretches(), turn in 0usize..100) {
            let mut all = all;
            all.sort_unstable();
            all.dedup();
            let mut turned = all.clone();
            turned.rotate_left(if all.is_empty() { 0 } else { turn % all.len() });
            let (placed, again) = (lanes(&all), lanes(&turned));
            for (index, one) in all.iter().enumerate() {
                let there = turned.iter().position(|other| other == one).unwrap();
                prop_assert_eq!(placed[index], again[there]);
            }
        }
    }
}
