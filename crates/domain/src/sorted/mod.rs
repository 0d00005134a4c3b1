//! A class's maps and sets: sorted lists. They are mostly small or grow at their end, so that they take less memory than
//! trees, and far less code in the page, where a tree of each kind would bring its own balancing.

mod map;
mod set;

pub use map::SortedMap;
pub use set::SortedSet;

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use lean::FromJson;
    use proptest::prelude::*;

    use super::{SortedMap, SortedSet};

    proptest! {
        /// Beside the standard tree, through the same changes.
        #[test]
        fn a_map_is_what_a_tree_is(changes in prop::collection::vec((0_u8..40, prop::option::of(any::<u16>())), 0..120)) {
            let (mut map, mut tree) = (SortedMap::new(), BTreeMap::new());
            for (key, value) in changes {
                let key = key.to_string();
                match value {
                    Some(value) => prop_assert_eq!(map.insert(key.clone(), value), tree.insert(key, value)),
                    None => prop_assert_eq!(map.remove(&key), tree.remove(&key)),
                }
            }
            prop_assert!(map.iter().eq(tree.iter()));
            let written = serde_json::to_string(&map).unwrap();
            prop_assert_eq!(&written, &serde_json::to_string(&tree).unwrap());
            prop_assert_eq!(&serde_json::from_str::<SortedMap<String, u16>>(&written).unwrap(), &map);
            prop_assert_eq!(&SortedMap::from_json(&serde_json::from_str(&written).unwrap()).unwrap(), &map);
            prop_assert!(map.into_iter().eq(tree));
        }

        #[test]
        fn a_set_is_what_a_tree_is(changes in prop::collection::vec((0_u8..40, any::<bool>()), 0..120)) {
            let (mut set, mut tree) = (SortedSet::new(), BTreeSet::new());
            for (value, goes_in) in changes {
                if goes_in {
                    prop_assert_eq!(set.insert(value), tree.insert(value));
                } else {
                    prop_assert_eq!(set.remove(&value), tree.remove(&value));
                }
            }
            prop_assert_eq!(set.len(), tree.len());
            prop_assert!(set.iter().eq(tree.iter()));
            let written = serde_json::to_string(&set).unwrap();
            prop_assert_eq!(&written, &serde_json::to_string(&tree).unwrap());
            prop_assert_eq!(&serde_json::from_str::<SortedSet<u8>>(&written).unwrap(), &set);
            prop_assert_eq!(&SortedSet::from_json(&serde_json::from_str(&written).unwrap()).unwrap(), &set);
            prop_assert!(set.into_iter().eq(tree));
        }
    }
}
