//! Questions that come while the database answers one like them go together into the next: thousands who come back at
//! once cost a few statements.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use crate::error::Fault;

/// Questions in one statement, at most.
const MOST: usize = 512;

/// Questions of one sort, by what they have to have in common to be asked together.
pub(crate) struct Batcher<K, Q, A>(Arc<Mutex<Waiting<K, Q, A>>>);

/// Who waits. A key is there as long as a task asks for it.
type Waiting<K, Q, A> = HashMap<K, Vec<(Q, oneshot::Sender<Result<A, Fault>>)>>;

impl<K, Q, A> Default for Batcher<K, Q, A> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K, Q, A> Batcher<K, Q, A>
where
    K: Clone + Eq + Hash + Send + 'static,
    Q: Send + 'static,
    A: Send + 'static,
{
    /// Asks, together with others or alone. `all` gets questions with the same key and gives their answers in the same order.
    pub(crate) async fn ask<F, Batch>(&self, key: K, question: Q, all: F) -> Result<A, Fault>
    where
        F: Fn(K, Vec<Q>) -> Batch + Send + 'static,
        Batch: Future<Output = Result<Vec<A>, Fault>> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        match lock(&self.0).entry(key) {
            Entry::Occupied(mut asked) => asked.get_mut().push((question, answer)),
            Entry::Vacant(none) => {
                let key = none.key().clone();
                none.insert(vec![(question, answer)]);
                // Not by whoever asked first: they may go before the others have their answer.
                tokio::spawn(run_batches(self.0.clone(), key, all));
            }
        }
        answered.await.unwrap_or_else(|_| Err(given_up()))
    }
}

async fn run_batches<K, Q, A, F, Batch>(waiting: Arc<Mutex<Waiting<K, Q, A>>>, key: K, all: F)
where
    K: Clone + Eq + Hash,
    F: Fn(K, Vec<Q>) -> Batch,
    Batch: Future<Output = Result<Vec<A>, Fault>> + Send + 'static,
    A: Send + 'static,
{
    loop {
        let some: Vec<_> = {
            let mut waiting = lock(&waiting);
            let Some(asked) = waiting.get_mut(&key).filter(|asked| !asked.is_empty()) else {
                waiting.remove(&key);
                return;
            };
            let most = asked.len().min(MOST);
            asked.drain(..most).collect()
        };
        let (questions, who): (Vec<_>, Vec<_>) = some.into_iter().unzip();
        let answers = tokio::spawn(all(key.clone(), questions)).await.unwrap_or_else(|_| Err(given_up()));
        match answers {
            // Whoever asked may have gone.
            Ok(answers) => who.into_iter().zip(answers).for_each(|(who, answer)| drop(who.send(Ok(answer)))),
            Err(fault) => who.into_iter().for_each(|who| drop(who.send(Err(fault.clone())))),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn given_up() -> Fault {
    Fault::Broken("a statement was given up".to_owned())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    use std::time::Duration;

    use futures::future::join_all;

    use super::*;

    #[tokio::test]
    async fn each_gets_its_own_answer_and_few_statements_are_made() {
        let (batcher, statements) = (Batcher::default(), Arc::new(AtomicUsize::new(0)));
        let ask = |n: usize| {
            let statements = statements.clone();
            batcher.ask(n % 2, n, move |key, questions: Vec<usize>| {
                statements.fetch_add(1, SeqCst);
                assert!(questions.iter().all(|n| n % 2 == key));
                async move {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                    Ok(questions.into_iter().map(|n| n * 10).collect())
                }
            })
        };
        let answers: Result<Vec<usize>, Fault> = join_all((0..1_000).map(ask)).await.into_iter().collect();
        assert_eq!(answers.unwrap(), (0..1_000).map(|n| n * 10).collect::<Vec<_>>());
        assert_eq!(statements.load(SeqCst), 2, "all that came at once in one, for each key");
        assert!(lock(&batcher.0).is_empty());
    }

    #[tokio::test]
    async fn a_fault_is_everybodys_and_the_next_try_is_a_new_one() {
        let batcher = Batcher::<(), (), ()>::default();
        let fails = |(), _: Vec<()>| async { Err(Fault::Conflict) };
        assert!(matches!(batcher.ask((), (), fails).await, Err(Fault::Conflict)));
        let panics = |(), _: Vec<()>| async { panic!("in the middle of it") };
        assert!(matches!(batcher.ask((), (), panics).await, Err(Fault::Broken(_))));
        let answers = |(), questions: Vec<()>| async move { Ok(questions) };
        assert!(batcher.ask((), (), answers).await.is_ok());
    }
}
