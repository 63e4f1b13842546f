use crate::model::{Actor, ActorId, Edit, Header, Identity, Situation, Troops, identity_of, symbol_of};
use crate::symbols::StandardIdentity;

/// A hostile state with a force that says nothing of itself and one that is neutral.
fn with_viewpoint(viewpoint: Option<&str>) -> Situation {
    let mut situation = Situation::new(Header { viewpoint: viewpoint.map(str::to_owned), ..Header::default() });
    for (id, part_of, identity) in
        [("state", None, Some(Identity::Hostile)), ("army", Some("state"), None), ("observers", Some("state"), Some(Identity::Neutral))]
    {
        let actor = Actor { part_of: part_of.map(ActorId::from), identity, ..Actor::new(id.into(), id) };
        situation.apply(Edit::PutActor(Box::new(actor)));
    }
    situation
}

fn symbol(situation: &Situation, actor: &str, sidc: &str) -> (StandardIdentity, Option<StandardIdentity>) {
    let troops = Troops { actor: Some(actor.into()), sidc: Some(sidc.to_owned()), ..Troops::default() };
    let symbol = symbol_of(situation, &troops).unwrap().unwrap();
    (symbol.code.identity, symbol.overwritten)
}

#[test]
fn friend_and_foe_follow_the_actor_from_the_viewpoint_and_not_the_code() {
    use StandardIdentity::{Friend, Hostile, Neutral, Suspect};
    let seen = with_viewpoint(Some("us"));
    assert_eq!(symbol(&seen, "army", "SHGPUCI--------"), (Hostile, None));
    assert_eq!(symbol(&seen, "army", "SSGPUCI--------"), (Suspect, None), "less certain is no contradiction");
    assert_eq!(symbol(&seen, "army", "SFGPUCI--------"), (Hostile, Some(Friend)));
    assert_eq!(symbol(&seen, "observers", "SFGPUCI--------"), (Neutral, Some(Friend)), "its own identity before that of the state");
    assert_eq!(symbol(&seen, "nobody", "SFGPUCI--------"), (Friend, None), "of whom nothing is known the code is all there is");
}

#[test]
fn without_a_viewpoint_nobody_is_friend_or_foe() {
    let unseen = with_viewpoint(None);
    assert_eq!(identity_of(&unseen, &"army".into()), None);
    assert_eq!(symbol(&unseen, "army", "SFGPUCI--------"), (StandardIdentity::Neutral, None));
}

#[test]
fn what_is_no_code_is_told_and_actors_in_a_circle_stop_nobody() {
    let mut situation = with_viewpoint(Some("us"));
    let troops = Troops { sidc: Some("nonsense!".to_owned()), ..Troops::default() };
    assert!(symbol_of(&situation, &troops).unwrap().is_err());
    assert!(symbol_of(&situation, &Troops::default()).is_none());
    situation.apply(Edit::PutActor(Box::new(Actor { part_of: Some("army".into()), ..Actor::new("army".into(), "army") })));
    assert_eq!(identity_of(&situation, &"army".into()), None);
}
