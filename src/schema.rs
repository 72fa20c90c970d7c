//! The tables as diesel sees them; columns that Postgres derives for its own use are left out.

/// The Postgres enums.
pub mod sql_types {
    macro_rules! enums {
        ($($name:ident = $pg:literal),+ $(,)?) => {
            $(
                #[doc = concat!("The enum `", $pg, "`.")]
                #[derive(Debug, Clone, Copy, diesel::sql_types::SqlType, diesel::query_builder::QueryId)]
                #[diesel(postgres_type(name = $pg))]
                pub struct $name;
            )+
        };
    }
    enums! {
        Basis = "basis",
        ChangeOp = "change_op",
        ConflictGroup = "conflict_group",
        DeliveryState = "delivery_state",
        Entity = "entity",
        EpochCause = "epoch_cause",
        Kind = "kind",
        PartyKind = "party_kind",
        PartyRole = "party_role",
        Resolution = "resolution",
        Status = "status",
        Strength = "strength",
        Timeliness = "timeliness",
        UpdateStatus = "update_status",
        Urgency = "urgency",
        UserRole = "user_role",
        WebhookState = "webhook_state",
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::PartyKind;

    parties (id) {
        id -> Uuid,
        code -> Text,
        kind -> PartyKind,
        name -> Jsonb,
        position -> Integer,
        members -> Nullable<Array<Text>>,
        version -> BigInt,
    }
}

diesel::table! {
    declarations (id) {
        id -> Uuid,
        slug -> Text,
        prefix -> Text,
        title -> Jsonb,
        adopted_on -> Date,
        place -> Jsonb,
        languages -> Array<Text>,
        text_language -> Text,
        source -> Text,
        sections -> Jsonb,
        version -> BigInt,
    }
}

diesel::table! {
    paragraphs (declaration, section, number) {
        declaration -> Text,
        section -> Integer,
        number -> Integer,
        text -> Text,
        translations -> Jsonb,
        uncoded -> Jsonb,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::{Kind, Status, Strength, Urgency};

    commitments (id) {
        id -> Uuid,
        declaration -> Text,
        code -> Text,
        section -> Integer,
        paragraph -> Integer,
        sort_key -> Text,
        quote -> Nullable<Text>,
        quote_start -> Nullable<Integer>,
        verb -> Nullable<Text>,
        strength -> Strength,
        kind -> Kind,
        tracked -> Bool,
        title -> Jsonb,
        edtf -> Nullable<Text>,
        opens_on -> Nullable<Date>,
        due_on -> Nullable<Date>,
        urgency -> Nullable<Urgency>,
        recurrence -> Nullable<Jsonb>,
        party_group -> Nullable<Text>,
        topics -> Array<Text>,
        sdgs -> Array<SmallInt>,
        refs -> Jsonb,
        related -> Jsonb,
        note -> Nullable<Text>,
        no_deadline -> Nullable<Text>,
        version -> BigInt,
        deleted_at -> Nullable<Timestamptz>,
        status -> Nullable<Status>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::{Basis, PartyRole, Status};

    obligations (id) {
        id -> Uuid,
        commitment_id -> Uuid,
        declaration -> Text,
        party -> Text,
        role -> PartyRole,
        occurrence -> Nullable<Text>,
        opens_on -> Nullable<Date>,
        due_on -> Nullable<Date>,
        sort_key -> Text,
        version -> BigInt,
        dropped_at -> Nullable<Timestamptz>,
        tracked -> Bool,
        standing -> Bool,
        status -> Status,
        basis -> Nullable<Basis>,
        as_of -> Nullable<Date>,
        done_on -> Nullable<Date>,
        declared -> Nullable<Jsonb>,
        assessed -> Nullable<Jsonb>,
        contested -> Bool,
        reassess -> Bool,
        head -> Nullable<Uuid>,
        first_day -> Nullable<Date>,
        last_day -> Nullable<Date>,
        changed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::{Basis, Status};

    obligation_states (obligation_id, until_day) {
        obligation_id -> Uuid,
        from_day -> Nullable<Date>,
        until_day -> Date,
        status -> Status,
        basis -> Nullable<Basis>,
        as_of -> Nullable<Date>,
        done_on -> Nullable<Date>,
        declared -> Nullable<Jsonb>,
        assessed -> Nullable<Jsonb>,
        contested -> Bool,
        reassess -> Bool,
        head -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Status;

    commitment_statuses (commitment_id, until_day) {
        commitment_id -> Uuid,
        from_day -> Nullable<Date>,
        until_day -> Date,
        status -> Status,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::{Basis, UpdateStatus};

    updates (id) {
        id -> Uuid,
        obligation_id -> Uuid,
        basis -> Basis,
        status -> UpdateStatus,
        as_of -> Date,
        done_on -> Nullable<Date>,
        narrative -> Text,
        reason -> Nullable<Text>,
        corrects -> Nullable<Uuid>,
        seen -> Nullable<Uuid>,
        author -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    evidence (update_id, position) {
        update_id -> Uuid,
        position -> SmallInt,
        url -> Text,
        title -> Text,
        lang -> Text,
        published_on -> Nullable<Date>,
        sha256 -> Nullable<Bytea>,
    }
}

diesel::table! {
    milestones (id) {
        id -> Uuid,
        commitment_id -> Uuid,
        declaration -> Text,
        title -> Jsonb,
        due -> Text,
        due_on -> Date,
        done_on -> Nullable<Date>,
        party -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Entity;

    versions (entity_id, version) {
        entity -> Entity,
        entity_id -> Uuid,
        version -> BigInt,
        declaration -> Nullable<Text>,
        body -> Jsonb,
    }
}

diesel::table! {
    node (only_row) {
        only_row -> Bool,
        name -> Text,
        epoch -> Uuid,
        pruned_to -> BigInt,
    }
}

diesel::table! {
    readers (name) {
        name -> Text,
        user_id -> Uuid,
        epoch -> Uuid,
        seq -> BigInt,
        registered_at -> Timestamptz,
        acknowledged_at -> Timestamptz,
    }
}

diesel::table! {
    redactions (seq) {
        seq -> BigInt,
        cause -> Text,
        actor -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::EpochCause;

    epochs (epoch) {
        epoch -> Uuid,
        number -> Integer,
        began_at_seq -> BigInt,
        started_at -> Timestamptz,
        cause -> EpochCause,
        incarnation -> Nullable<Text>,
        folder -> Nullable<Text>,
    }
}

diesel::table! {
    node_key (only_row) {
        only_row -> Bool,
        seed -> Bytea,
        public_key -> Bytea,
        made_at -> Timestamptz,
    }
}

diesel::table! {
    reports (id) {
        id -> Uuid,
        made_by -> Text,
        made_at -> Timestamptz,
        declaration -> Text,
        node -> Text,
        epoch -> Uuid,
        seq -> BigInt,
        chain -> Text,
        request -> Jsonb,
        body -> Text,
        body_sha256 -> Text,
        public_key -> Bytea,
        signature -> Bytea,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::{ChangeOp, Entity};

    outbox (id) {
        id -> BigInt,
        change_id -> Uuid,
        entity -> Entity,
        entity_id -> Uuid,
        version -> BigInt,
        op -> ChangeOp,
        at -> Timestamptz,
        actor -> Text,
        body -> Text,
        declaration -> Nullable<Text>,
        party -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::{ChangeOp, Entity};

    feed (seq) {
        seq -> BigInt,
        change_id -> Uuid,
        entity -> Entity,
        entity_id -> Uuid,
        version -> BigInt,
        op -> ChangeOp,
        at -> Timestamptz,
        actor -> Text,
        node -> Text,
        body_hash -> Bytea,
        chain -> Bytea,
        sealed_at -> Timestamptz,
        declaration -> Nullable<Text>,
        party -> Nullable<Text>,
    }
}

diesel::table! {
    feed_bodies (seq) {
        seq -> BigInt,
        body -> Nullable<Text>,
    }
}

diesel::table! {
    seeded (entity_id) {
        entity_id -> Uuid,
        declaration -> Text,
        code -> Text,
        body -> Jsonb,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::UserRole;

    users (id) {
        id -> Uuid,
        name -> Text,
        role -> UserRole,
        party -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    tokens (id) {
        id -> Uuid,
        user_id -> Uuid,
        hash -> Bytea,
        hint -> Text,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        last_used_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    passwords (user_id) {
        user_id -> Uuid,
        hash -> Text,
        set_at -> Timestamptz,
    }
}

diesel::table! {
    password_links (hash) {
        hash -> Bytea,
        user_id -> Uuid,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    sessions (id) {
        id -> Uuid,
        user_id -> Uuid,
        hash -> Bytea,
        began_at -> Timestamptz,
        last_used_at -> Timestamptz,
        expires_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        browser -> Text,
    }
}

diesel::table! {
    sign_in_attempts (id) {
        id -> Uuid,
        at -> Timestamptz,
        name -> Text,
        address -> Text,
        succeeded -> Bool,
    }
}

diesel::table! {
    operations (user_id, key) {
        user_id -> Uuid,
        key -> Text,
        request_hash -> Bytea,
        status -> Nullable<SmallInt>,
        location -> Nullable<Text>,
        etag -> Nullable<Text>,
        body -> Nullable<Text>,
        at -> Timestamptz,
        node -> Nullable<Text>,
        made_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::{ConflictGroup, Entity, Resolution};

    conflicts (id) {
        id -> Uuid,
        entity -> Entity,
        entity_id -> Uuid,
        commitment_id -> Uuid,
        declaration -> Text,
        code -> Text,
        group -> ConflictGroup,
        base_version -> BigInt,
        base -> Jsonb,
        theirs -> Nullable<Jsonb>,
        yours -> Nullable<Jsonb>,
        theirs_version -> BigInt,
        theirs_by -> Text,
        theirs_at -> Timestamptz,
        yours_by -> Text,
        yours_at -> Timestamptz,
        made_at -> Timestamptz,
        node -> Text,
        operation -> Text,
        version -> BigInt,
        resolution -> Nullable<Resolution>,
        value -> Nullable<Jsonb>,
        resolved_by -> Nullable<Text>,
        resolved_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::WebhookState;

    webhooks (id) {
        id -> Uuid,
        owner -> Uuid,
        slot -> SmallInt,
        url -> Text,
        description -> Nullable<Text>,
        filter -> Jsonb,
        secret -> Bytea,
        previous_secret -> Nullable<Bytea>,
        previous_until -> Nullable<Timestamptz>,
        state -> WebhookState,
        reason -> Nullable<Text>,
        state_since -> Timestamptz,
        mark -> BigInt,
        version -> BigInt,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::DeliveryState;

    deliveries (id) {
        id -> Uuid,
        place -> BigInt,
        webhook -> Uuid,
        seq -> Nullable<BigInt>,
        state -> DeliveryState,
        attempts -> Integer,
        next_attempt_at -> Nullable<Timestamptz>,
        leased_until -> Nullable<Timestamptz>,
        last_status -> Nullable<SmallInt>,
        last_error -> Nullable<Text>,
        last_ms -> Nullable<Integer>,
        delivered_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    delivery_attempts (id) {
        id -> BigInt,
        delivery -> Uuid,
        at -> Timestamptz,
        status -> Nullable<SmallInt>,
        error -> Nullable<Text>,
        ms -> Integer,
    }
}

diesel::joinable!(tokens -> users (user_id));
diesel::joinable!(passwords -> users (user_id));
diesel::joinable!(password_links -> users (user_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(webhooks -> users (owner));
diesel::joinable!(deliveries -> webhooks (webhook));
diesel::joinable!(delivery_attempts -> deliveries (delivery));
diesel::joinable!(obligations -> commitments (commitment_id));
diesel::joinable!(obligation_states -> obligations (obligation_id));
diesel::joinable!(updates -> obligations (obligation_id));
diesel::joinable!(milestones -> commitments (commitment_id));
diesel::joinable!(evidence -> updates (update_id));
diesel::joinable!(feed_bodies -> feed (seq));
diesel::joinable!(redactions -> feed (seq));
diesel::joinable!(readers -> users (user_id));
diesel::allow_tables_to_appear_in_same_query!(
    commitments,
    conflicts,
    declarations,
    deliveries,
    evidence,
    feed,
    feed_bodies,
    milestones,
    node,
    obligations,
    paragraphs,
    parties,
    password_links,
    passwords,
    commitment_statuses,
    obligation_states,
    readers,
    redactions,
    seeded,
    sessions,
    tokens,
    updates,
    users,
    versions,
    webhooks,
);
