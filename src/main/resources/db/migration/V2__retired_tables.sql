-- Numbers of feature tables that were deleted or changed their entities. Nobody can ask for their rows in the online store any more;
-- a row here goes when they have been removed from it.
create table retired_table (
    number        integer primary key,
    key_hash      integer      not null,
    retired_at    timestamptz  not null,
    position      text         not null,
    claimed_until timestamptz  not null
);
