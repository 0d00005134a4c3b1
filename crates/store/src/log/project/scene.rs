//! The scenes of a class: their order, their layouts, and which one is live. What people wrote for them is in the log alone.

use classroom::ports::event_log::ClassKey;
use domain::event::Fact;
use domain::ids::SceneId;
use domain::scene::{self, Layout};

use super::Written;
use crate::error::Fault;
use crate::tenant::Tx;

/// A few in any class, so each is a statement of its own.
pub(super) async fn project(tx: &mut Tx, class: ClassKey, facts: &[Written<'_>]) -> Result<(), Fault> {
    for Written { event, .. } in facts {
        let Fact::Scene(fact) = &event.fact else {
            continue;
        };
        match fact {
            scene::Fact::Created { scene, place, layout, .. } => {
                make_room(tx, class, *place).await?;
                create(tx, class, *scene, *place, *layout).await?;
            }
            scene::Fact::Changed { scene, layout, .. } => change(tx, class, *scene, *layout).await?,
            scene::Fact::Moved { scene, place } => move_to(tx, class, *scene, *place).await?,
            scene::Fact::Deleted { scene } => delete(tx, class, *scene).await?,
            scene::Fact::Switched { scene, .. } => switch(tx, class, Some(*scene)).await?,
            scene::Fact::Cleared => switch(tx, class, None).await?,
            scene::Fact::LayerShown { .. } | scene::Fact::LayerHidden { .. } => {}
        }
    }
    Ok(())
}

/// Moves the scenes from a place on by one.
async fn make_room(tx: &mut Tx, class: ClassKey, place: u16) -> Result<(), Fault> {
    sqlx::query!(
        "update studio_scenes set place = place + 1 where tenant_id = $1 and session_id = $2 and place >= $3",
        class.tenant.0,
        class.session.0,
        i32::from(place),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn create(
    tx: &mut Tx,
    class: ClassKey,
    scene: SceneId,
    place: u16,
    layout: Layout,
) -> Result<(), Fault> {
    sqlx::query!(
        "insert into studio_scenes (tenant_id, session_id, id, place, kind, layout) values ($1, $2, $3, $4, $5, $6)",
        class.tenant.0,
        class.session.0,
        scene.0,
        i32::from(place),
        layout.word(),
        json(layout)?,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn change(tx: &mut Tx, class: ClassKey, scene: SceneId, layout: Layout) -> Result<(), Fault> {
    sqlx::query!(
        "update studio_scenes set kind = $4, layout = $5 where tenant_id = $1 and session_id = $2 and id = $3",
        class.tenant.0,
        class.session.0,
        scene.0,
        layout.word(),
        json(layout)?,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Closes the gap that a scene leaves, and makes one where it goes.
async fn move_to(tx: &mut Tx, class: ClassKey, scene: SceneId, place: u16) -> Result<(), Fault> {
    sqlx::query!(
        "update studio_scenes set place = case
             when id = $3 then $4
             when place > (select place from studio_scenes where tenant_id = $1 and session_id = $2 and id = $3)
                 and place <= $4 then place - 1
             when place < (select place from studio_scenes where tenant_id = $1 and session_id = $2 and id = $3)
                 and place >= $4 then place + 1
             else place end
         where tenant_id = $1 and session_id = $2",
        class.tenant.0,
        class.session.0,
        scene.0,
        i32::from(place),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn delete(tx: &mut Tx, class: ClassKey, scene: SceneId) -> Result<(), Fault> {
    sqlx::query!(
        "with gone as (
             delete from studio_scenes where tenant_id = $1 and session_id = $2 and id = $3 returning place
         )
         update studio_scenes set place = studio_scenes.place - 1 from gone
         where tenant_id = $1 and session_id = $2 and studio_scenes.place > gone.place",
        class.tenant.0,
        class.session.0,
        scene.0,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// One scene is live at most, so the one that was goes first.
async fn switch(tx: &mut Tx, class: ClassKey, scene: Option<SceneId>) -> Result<(), Fault> {
    sqlx::query!(
        "update studio_scenes set active = false where tenant_id = $1 and session_id = $2 and active and id is distinct from $3",
        class.tenant.0,
        class.session.0,
        scene.map(|scene| scene.0),
    )
    .execute(&mut **tx)
    .await?;
    let Some(scene) = scene else { return Ok(()) };
    sqlx::query!(
        "update studio_scenes set active = true where tenant_id = $1 and session_id = $2 and id = $3 and not active",
        class.tenant.0,
        class.session.0,
        scene.0,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn json(layout: Layout) -> Result<serde_json::Value, Fault> {
    serde_json::to_value(layout).map_err(|error| Fault::Broken(error.to_string()))
}
