// @generated automatically by Diesel CLI.

diesel::table! {
    answers (attempt_id, question) {
        attempt_id -> BigInt,
        question -> Text,
        answer -> Text,
        changes -> Integer,
        language -> Text,
        shown_at -> Timestamp,
        answered_at -> Timestamp,
        points -> Nullable<Integer>,
        max_points -> Nullable<Integer>,
        is_right -> Nullable<Bool>,
        version_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    api_tokens (id) {
        id -> BigInt,
        person_id -> BigInt,
        name -> Text,
        scope -> Text,
        organisation_id -> Nullable<BigInt>,
        digest -> Text,
        made_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
        last_used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    attempt_regrades (attempt_id, version_id) {
        attempt_id -> BigInt,
        version_id -> BigInt,
        regraded_at -> Timestamp,
        points_before -> Integer,
        passed_before -> Bool,
        points -> Integer,
        passed -> Bool,
    }
}

diesel::table! {
    attempts (id) {
        id -> BigInt,
        enrolment_id -> BigInt,
        version_id -> BigInt,
        quiz -> Text,
        number -> Integer,
        seed -> BigInt,
        questions -> Text,
        started_at -> Timestamp,
        finished_at -> Nullable<Timestamp>,
        points -> Nullable<Integer>,
        max_points -> Nullable<Integer>,
        passed -> Nullable<Bool>,
    }
}

diesel::table! {
    audit (id) {
        id -> BigInt,
        at -> Timestamp,
        actor -> Text,
        actor_id -> Nullable<BigInt>,
        action -> Text,
        subject -> Text,
        subject_id -> Nullable<BigInt>,
        details -> Text,
    }
}

diesel::table! {
    card_batches (id) {
        id -> BigInt,
        token_digest -> Text,
        made_by -> BigInt,
        made_at -> Timestamp,
    }
}

diesel::table! {
    cards (id) {
        id -> BigInt,
        batch_id -> BigInt,
        place -> Integer,
        person_id -> BigInt,
    }
}

diesel::table! {
    certificate_events (id) {
        id -> BigInt,
        certificate_id -> BigInt,
        at -> Timestamp,
        kind -> Text,
        actor -> Text,
        actor_id -> Nullable<BigInt>,
        reason -> Text,
    }
}

diesel::table! {
    certificates (id) {
        id -> BigInt,
        number -> Text,
        person_id -> Nullable<BigInt>,
        course_id -> BigInt,
        kind -> Text,
        edition -> Integer,
        status_index -> BigInt,
        key_id -> Text,
        template -> Integer,
        document -> Text,
        digest -> Text,
        holder -> Text,
        holder_folded -> Text,
        course_title -> Text,
        language -> Text,
        issued_at -> Timestamp,
        issued_on -> Date,
        expires_on -> Nullable<Date>,
        revoked_at -> Nullable<Timestamp>,
        is_current -> Bool,
        replaced_by -> Nullable<Text>,
        erased_at -> Nullable<Timestamp>,
        renewed_by -> Nullable<Text>,
        suspended_at -> Nullable<Timestamp>,
        session_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    check_answers (id) {
        id -> BigInt,
        enrolment_id -> BigInt,
        version_id -> BigInt,
        question -> Text,
        number -> Integer,
        answer -> Text,
        points -> Integer,
        max_points -> Integer,
        is_right -> Bool,
        language -> Text,
        shown_at -> Timestamp,
        answered_at -> Timestamp,
    }
}

diesel::table! {
    course_groups (id) {
        id -> BigInt,
        run -> Text,
        name -> Text,
        name_folded -> Text,
        course_id -> BigInt,
        starts_on -> Date,
        ends_on -> Date,
        trainer_id -> Nullable<BigInt>,
        organisation_id -> Nullable<BigInt>,
        places -> Nullable<Integer>,
        code -> Text,
        created_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    course_sources (folder) {
        folder -> Text,
        digest -> Text,
        read_at -> Timestamp,
    }
}

diesel::table! {
    course_versions (id) {
        id -> BigInt,
        course_id -> BigInt,
        edition -> Integer,
        revision -> Integer,
        digest -> Text,
        body -> Text,
        note -> Text,
        published_at -> Timestamp,
        published_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    courses (id) {
        id -> BigInt,
        key -> Text,
        created_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    districts (id) {
        id -> BigInt,
        key -> Text,
        position -> Integer,
        name_kk -> Text,
        name_ru -> Text,
        name_en -> Text,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        successor_id -> Nullable<BigInt>,
        added_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    draft_changes (draft_id, number) {
        draft_id -> BigInt,
        number -> BigInt,
        action -> Text,
        subject -> Text,
        author_id -> Nullable<BigInt>,
        saved_at -> Timestamp,
        visit -> Nullable<Text>,
    }
}

diesel::table! {
    draft_files (draft_id, path) {
        draft_id -> BigInt,
        path -> Text,
        number -> BigInt,
    }
}

diesel::table! {
    draft_presence (draft_id, path, editor_id) {
        draft_id -> BigInt,
        path -> Text,
        editor_id -> BigInt,
        seen_at -> Timestamp,
    }
}

diesel::table! {
    draft_revisions (draft_id, path, number) {
        draft_id -> BigInt,
        path -> Text,
        number -> BigInt,
        content -> Nullable<Binary>,
        compared_with -> Nullable<BigInt>,
    }
}

diesel::table! {
    draft_uploads (id) {
        id -> BigInt,
        draft_id -> BigInt,
        uploaded_by -> Nullable<BigInt>,
        name -> Text,
        format -> Text,
        content -> Nullable<Binary>,
        uploaded_at -> Timestamp,
        taken_number -> Nullable<BigInt>,
        digest -> Nullable<Text>,
        wanted -> Nullable<Text>,
        done -> Nullable<BigInt>,
        total -> Nullable<BigInt>,
        stopped -> Nullable<Text>,
    }
}

diesel::table! {
    drafts (id) {
        id -> BigInt,
        course_key -> Text,
        base_version_id -> Nullable<BigInt>,
        number -> BigInt,
        published_number -> Nullable<BigInt>,
        created_by -> Nullable<BigInt>,
        created_at -> Timestamp,
        changed_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    enrolments (id) {
        id -> BigInt,
        person_id -> BigInt,
        course_id -> BigInt,
        edition -> Integer,
        enrolled_at -> Timestamp,
        completed_at -> Nullable<Timestamp>,
        certificate_name -> Nullable<Text>,
        certificate_language -> Nullable<Text>,
        last_lesson -> Nullable<Text>,
        changes -> BigInt,
        renewing_since -> Nullable<Timestamp>,
    }
}

diesel::table! {
    exports (id) {
        id -> BigInt,
        kind -> Text,
        format -> Text,
        language -> Text,
        filters -> Text,
        requested_by -> BigInt,
        requested_at -> Timestamp,
        done_rows -> BigInt,
        total_rows -> BigInt,
        state -> Text,
        file -> Text,
        size -> Nullable<BigInt>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    former_places (person_id, until) {
        person_id -> BigInt,
        until -> Date,
        district_id -> Nullable<BigInt>,
        settlement -> Nullable<Text>,
    }
}

diesel::table! {
    grants (id) {
        id -> BigInt,
        person_id -> BigInt,
        role -> Text,
        granted_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
        organisation_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    group_members (id) {
        id -> BigInt,
        group_id -> BigInt,
        person_id -> BigInt,
        joined_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        ending -> Nullable<Text>,
    }
}

diesel::table! {
    invitations (id) {
        id -> BigInt,
        organisation_id -> BigInt,
        code -> Text,
        made_by -> Nullable<BigInt>,
        made_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    jobs (id) {
        id -> BigInt,
        kind -> Text,
        dedup -> Nullable<Text>,
        payload -> Text,
        state -> Text,
        tries -> Integer,
        run_at -> Timestamp,
        leased_until -> Nullable<Timestamp>,
        last_error -> Nullable<Text>,
        created_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    learning_months (enrolment_id, month) {
        enrolment_id -> BigInt,
        month -> Integer,
    }
}

diesel::table! {
    lesson_progress (enrolment_id, lesson) {
        enrolment_id -> BigInt,
        lesson -> Text,
        opened_at -> Timestamp,
        done_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    links (id) {
        id -> BigInt,
        purpose -> Text,
        token_digest -> Text,
        person_id -> Nullable<BigInt>,
        email -> Nullable<Text>,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    logos (digest) {
        digest -> Text,
        png -> Binary,
        created_at -> Timestamp,
    }
}

diesel::table! {
    media (digest) {
        digest -> Text,
        content_type -> Text,
        bytes -> Binary,
    }
}

diesel::table! {
    memberships (id) {
        id -> BigInt,
        organisation_id -> BigInt,
        person_id -> BigInt,
        invitation_id -> Nullable<BigInt>,
        asked_at -> Timestamp,
        accepted_at -> Nullable<Timestamp>,
        decided_by -> Nullable<BigInt>,
        ended_at -> Nullable<Timestamp>,
        ending -> Nullable<Text>,
    }
}

diesel::table! {
    organisations (id) {
        id -> BigInt,
        name_kk -> Text,
        name_ru -> Text,
        name_en -> Nullable<Text>,
        name_folded -> Text,
        created_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    outbox (id) {
        id -> BigInt,
        dedup -> Text,
        person_id -> Nullable<BigInt>,
        address -> Text,
        kind -> Text,
        language -> Text,
        subject -> Text,
        text_body -> Text,
        html_body -> Text,
        attachment -> Nullable<Text>,
        message_id -> Text,
        state -> Text,
        tries -> Integer,
        next_at -> Timestamp,
        leased_until -> Nullable<Timestamp>,
        last_error -> Nullable<Text>,
        created_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    parental_consents (id) {
        id -> BigInt,
        person_id -> BigInt,
        number -> Integer,
        state -> Text,
        given_by -> Text,
        photos -> Bool,
        at -> Timestamp,
        noted_by -> Nullable<BigInt>,
        signed_on -> Nullable<Date>,
    }
}

diesel::table! {
    people (id) {
        id -> BigInt,
        name -> Text,
        name_folded -> Text,
        email -> Nullable<Text>,
        email_folded -> Nullable<Text>,
        email_confirmed_at -> Nullable<Timestamp>,
        contact_email -> Nullable<Text>,
        sign_in_name -> Nullable<Text>,
        language -> Text,
        district_id -> Nullable<BigInt>,
        settlement -> Nullable<Text>,
        birth_year -> Nullable<Integer>,
        password_hash -> Nullable<Text>,
        consent_version -> Nullable<Text>,
        consent_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        disabled_at -> Nullable<Timestamp>,
        made_by -> Nullable<BigInt>,
        one_time_until -> Nullable<Timestamp>,
        contact_agreed_by -> Nullable<Text>,
        contact_agreed_at -> Nullable<Timestamp>,
        contact_noted_by -> Nullable<BigInt>,
        merged_into -> Nullable<BigInt>,
        merged_at -> Nullable<Timestamp>,
        erase_at -> Nullable<Timestamp>,
        erased_at -> Nullable<Timestamp>,
        contact_agreed_on -> Nullable<Date>,
    }
}

diesel::table! {
    people_list_lines (list_id, line) {
        list_id -> BigInt,
        line -> Integer,
        typed -> Text,
        name -> Nullable<Text>,
        birth_year -> Nullable<Integer>,
        email -> Nullable<Text>,
        email_folded -> Nullable<Text>,
        district_id -> Nullable<BigInt>,
        settlement -> Nullable<Text>,
        language -> Nullable<Text>,
        mistakes -> Text,
        alike_id -> Nullable<BigInt>,
        is_taken -> Bool,
        same_as -> Nullable<Integer>,
        is_chosen -> Bool,
        outcome -> Nullable<Text>,
        person_id -> Nullable<BigInt>,
        card_place -> Nullable<Integer>,
        is_by_contact -> Bool,
    }
}

diesel::table! {
    people_lists (id) {
        id -> BigInt,
        name -> Text,
        district_id -> BigInt,
        language -> Text,
        organisation_id -> Nullable<BigInt>,
        made_by -> BigInt,
        made_at -> Timestamp,
        confirmed_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        unread -> Text,
    }
}

diesel::table! {
    person_words (person_id, word) {
        person_id -> BigInt,
        word -> Text,
    }
}

diesel::table! {
    practical_sessions (id) {
        id -> BigInt,
        run -> Text,
        course_id -> BigInt,
        trainer -> Text,
        trainer_certificate -> Text,
        trainer_expires_on -> Nullable<Date>,
        place -> Text,
        held_on -> Date,
        evidence -> Text,
        created_at -> Timestamp,
        created_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    recovery_codes (person_id, digest) {
        person_id -> BigInt,
        digest -> Text,
        made_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    regrades (version_id) {
        version_id -> BigInt,
        requested_by -> Nullable<BigInt>,
        requested_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    requests (id) {
        id -> BigInt,
        person_id -> BigInt,
        course_id -> BigInt,
        lesson -> Nullable<Text>,
        question -> Nullable<Text>,
        language -> Text,
        message -> Text,
        digest -> Text,
        asked_at -> Timestamp,
        answer -> Nullable<Text>,
        answered_by -> Nullable<BigInt>,
        answered_at -> Nullable<Timestamp>,
        seen_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    review_grants (id) {
        id -> BigInt,
        person_id -> BigInt,
        course_key -> Text,
        kind -> Text,
        granted_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    review_signatures (id) {
        id -> BigInt,
        person_id -> BigInt,
        course_key -> Text,
        lesson -> Text,
        kind -> Text,
        digest -> Text,
        signed_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    reviewers (person_id) {
        person_id -> BigInt,
        shown_name -> Text,
        agreed_at -> Timestamp,
    }
}

diesel::table! {
    schedules (name) {
        name -> Text,
        next_at -> Timestamp,
    }
}

diesel::table! {
    second_factors (person_id) {
        person_id -> BigInt,
        secret -> Nullable<Text>,
        confirmed_at -> Nullable<Timestamp>,
        last_step -> BigInt,
        waiting_secret -> Nullable<Text>,
        waiting_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    settings (name) {
        name -> Text,
        value -> Text,
        changed_at -> Timestamp,
        changed_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    settlements (id) {
        id -> BigInt,
        district_id -> BigInt,
        name_kk -> Text,
        name_ru -> Text,
        name_en -> Text,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        successor_id -> Nullable<BigInt>,
        added_at -> Nullable<Timestamp>,
        also -> Text,
    }
}

diesel::table! {
    sign_ins (id) {
        id -> BigInt,
        token_digest -> Text,
        person_id -> BigInt,
        created_at -> Timestamp,
        seen_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        device -> Nullable<Text>,
    }
}

diesel::table! {
    signing_keys (id) {
        id -> Text,
        public_key -> Text,
        created_at -> Timestamp,
        retired_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    throttles (key) {
        key -> Text,
        tries -> Integer,
        since -> Timestamp,
    }
}

diesel::table! {
    transcript_links (person_id) {
        person_id -> BigInt,
        digest -> Text,
        sealed -> Text,
        made_at -> Timestamp,
    }
}

diesel::joinable!(answers -> attempts (attempt_id));
diesel::joinable!(api_tokens -> organisations (organisation_id));
diesel::joinable!(api_tokens -> people (person_id));
diesel::joinable!(attempt_regrades -> attempts (attempt_id));
diesel::joinable!(attempt_regrades -> regrades (version_id));
diesel::joinable!(attempts -> course_versions (version_id));
diesel::joinable!(attempts -> enrolments (enrolment_id));
diesel::joinable!(audit -> people (actor_id));
diesel::joinable!(card_batches -> people (made_by));
diesel::joinable!(cards -> card_batches (batch_id));
diesel::joinable!(cards -> people (person_id));
diesel::joinable!(certificate_events -> certificates (certificate_id));
diesel::joinable!(certificate_events -> people (actor_id));
diesel::joinable!(certificates -> courses (course_id));
diesel::joinable!(certificates -> people (person_id));
diesel::joinable!(certificates -> practical_sessions (session_id));
diesel::joinable!(certificates -> signing_keys (key_id));
diesel::joinable!(check_answers -> course_versions (version_id));
diesel::joinable!(check_answers -> enrolments (enrolment_id));
diesel::joinable!(course_groups -> courses (course_id));
diesel::joinable!(course_groups -> organisations (organisation_id));
diesel::joinable!(course_groups -> people (trainer_id));
diesel::joinable!(course_versions -> courses (course_id));
diesel::joinable!(course_versions -> people (published_by));
diesel::joinable!(draft_changes -> drafts (draft_id));
diesel::joinable!(draft_changes -> people (author_id));
diesel::joinable!(draft_files -> drafts (draft_id));
diesel::joinable!(draft_presence -> drafts (draft_id));
diesel::joinable!(draft_presence -> people (editor_id));
diesel::joinable!(draft_revisions -> drafts (draft_id));
diesel::joinable!(draft_uploads -> drafts (draft_id));
diesel::joinable!(draft_uploads -> people (uploaded_by));
diesel::joinable!(drafts -> course_versions (base_version_id));
diesel::joinable!(drafts -> people (created_by));
diesel::joinable!(enrolments -> courses (course_id));
diesel::joinable!(enrolments -> people (person_id));
diesel::joinable!(exports -> people (requested_by));
diesel::joinable!(former_places -> districts (district_id));
diesel::joinable!(former_places -> people (person_id));
diesel::joinable!(grants -> organisations (organisation_id));
diesel::joinable!(grants -> people (person_id));
diesel::joinable!(group_members -> course_groups (group_id));
diesel::joinable!(group_members -> people (person_id));
diesel::joinable!(invitations -> organisations (organisation_id));
diesel::joinable!(invitations -> people (made_by));
diesel::joinable!(learning_months -> enrolments (enrolment_id));
diesel::joinable!(lesson_progress -> enrolments (enrolment_id));
diesel::joinable!(links -> people (person_id));
diesel::joinable!(memberships -> invitations (invitation_id));
diesel::joinable!(memberships -> organisations (organisation_id));
diesel::joinable!(outbox -> people (person_id));
diesel::joinable!(people -> districts (district_id));
diesel::joinable!(people_list_lines -> districts (district_id));
diesel::joinable!(people_list_lines -> people_lists (list_id));
diesel::joinable!(people_lists -> districts (district_id));
diesel::joinable!(people_lists -> organisations (organisation_id));
diesel::joinable!(people_lists -> people (made_by));
diesel::joinable!(person_words -> people (person_id));
diesel::joinable!(practical_sessions -> courses (course_id));
diesel::joinable!(practical_sessions -> people (created_by));
diesel::joinable!(recovery_codes -> people (person_id));
diesel::joinable!(regrades -> course_versions (version_id));
diesel::joinable!(regrades -> people (requested_by));
diesel::joinable!(requests -> courses (course_id));
diesel::joinable!(review_grants -> people (person_id));
diesel::joinable!(review_signatures -> people (person_id));
diesel::joinable!(reviewers -> people (person_id));
diesel::joinable!(second_factors -> people (person_id));
diesel::joinable!(settings -> people (changed_by));
diesel::joinable!(settlements -> districts (district_id));
diesel::joinable!(sign_ins -> people (person_id));
diesel::joinable!(transcript_links -> people (person_id));

diesel::allow_tables_to_appear_in_same_query!(
    answers,
    api_tokens,
    attempt_regrades,
    attempts,
    audit,
    card_batches,
    cards,
    certificate_events,
    certificates,
    check_answers,
    course_groups,
    course_sources,
    course_versions,
    courses,
    districts,
    draft_changes,
    draft_files,
    draft_presence,
    draft_revisions,
    draft_uploads,
    drafts,
    enrolments,
    exports,
    former_places,
    grants,
    group_members,
    invitations,
    jobs,
    learning_months,
    lesson_progress,
    links,
    logos,
    media,
    memberships,
    organisations,
    outbox,
    parental_consents,
    people,
    people_list_lines,
    people_lists,
    person_words,
    practical_sessions,
    recovery_codes,
    regrades,
    requests,
    review_grants,
    review_signatures,
    reviewers,
    schedules,
    second_factors,
    settings,
    settlements,
    sign_ins,
    signing_keys,
    throttles,
    transcript_links,
);
