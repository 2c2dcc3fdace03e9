package dev.canopy.bench;

/** The rows that are read. Everything but the movies' data is the same in every run, and that is of one seed. */
final class Data {
    private Data() {}

    /** Users 1 to 100 have 10 posts of 50 comments each, users 1001 to 2000 have 10 posts of 5 comments and 3 tags each. */
    static void people(Lab lab) {
        lab.execute("""
            insert into users (first_name, last_name, email, active, logins, version, created_at)
              select 'First' || i, 'Last' || i % 80, 'user' || i || '@example.com', i % 7 <> 0, i % 100, 0,
                     timestamptz '2024-01-01 00:00:00+00' + i * interval '1 minute 17.123456 seconds'
              from generate_series(1, 10000) i;
            insert into posts (author_id, title, body, views, created_at)
              select u, 'Post ' || p || ' of user ' || u, repeat('words about ' || u || ' ', 4), u * p % 1000,
                     timestamptz '2024-06-01 00:00:00+00' + (u * 20 + p) * interval '3 minutes 0.5 seconds'
              from generate_series(1, 2000) u, generate_series(1, 10) p
              where u <= 100 or u > 1000
              order by u, p;
            insert into comments (post_id, body, likes, created_at)
              select id, 'Comment ' || c || ' on post ' || id, c % 10,
                     created_at + c * interval '1 minute 0.25 seconds'
              from posts, generate_series(1, 50) c
              where author_id <= 100 or c <= 5
              order by id, c;
            insert into tags (name) select 'tag' || i from generate_series(1, 300) i;
            insert into post_tags (post_id, tag_id, position)
              select id, 1 + (id * 7 + n * 101) % 300, n
              from posts, generate_series(1, 3) n
              where author_id > 1000;
            analyze users, posts, comments, tags, post_tags;
            """);
    }

    /** By the definition of IMDBench: https://github.com/geldata/imdbench. */
    static void movies(Lab lab) {
        lab.execute("""
            select setseed(0.42);
            insert into persons (first_name, middle_name, last_name, image, bio)
              select 'F' || (random() * 5000)::int,
                     case when random() < .90 then ''
                          when random() < .7 then 'M' || (random() * 500)::int
                          else chr(65 + (random() * 25)::int) || '.' end,
                     'L' || (random() * 20000)::int, 'p' || i || '.jpeg', repeat('bio sentence number ' || i || '. ', 5)
              from generate_series(1, 106000) i;
            insert into viewers (name, image) select 'user' || i, 'u' || i || '.jpeg' from generate_series(1, 100000) i;
            insert into movies (image, title, year, description)
              select 'm' || i || '.jpeg', 'title ' || i || ' ' || md5(i::text), 1950 + (random() * 64)::int,
                     repeat('plot sentence ' || i || '. ', 20)
              from generate_series(1, 25000) i;
            insert into directors (list_order, person_id, movie_id)
              select n, 1 + (random() * 6999)::int, m
              from generate_series(1, 25000) m, generate_series(0, 1) n
              where n = 0 or hashint4(m) % 20 = 0;
            insert into actors (list_order, person_id, movie_id)
              select case when m % 10 = 0 then null else n end, 6001 + (random() * 99999)::int, m
              from generate_series(1, 25000) m, lateral generate_series(0, 9 + abs(hashint4(m)) % 46) n;
            insert into reviews (body, rating, creation_time, author_id, movie_id)
              select repeat('review sentence ' || i || '. ', case when i % 10 = 9 then 25 else 1 + i % 10 end),
                     (array[0,1,1,1,1,2,2,2,2,2,2,2,2,2,2,3,3,3,3,3,3,3,3,3,3,3,3,4,4,4,4,4,4,4,4,4,4,4,4,4,5,5,5,5,5,5,5,5])
                       [1 + floor(random() * 48)::int],
                     timestamptz '2015-01-01' + random() * interval '2190 days', 1 + (random() * 99999)::int,
                     case when i <= 25000 then i else 1 + (random() * 24999)::int end
              from generate_series(1, 500000) i;
            analyze persons, viewers, movies, directors, actors, reviews;
            """);
    }

    /** Groups of roots: {@code 1x1000} is one of a thousand branches; {@code zipf} has the n-th of 200 roots 1000 / n. */
    static void growth(Lab lab) {
        lab.execute("""
            insert into roots (group_name, label)
              select '100x' || n, 'root ' || i from unnest(array[1, 10, 100, 1000]) n, generate_series(1, 100) i
              union all
              select n || 'x5', 'root ' || i from unnest(array[1, 10, 100, 1000, 10000]) n, lateral generate_series(1, n) i
              union all
              select 'zipf', 'root ' || i from generate_series(1, 200) i
              union all
              select 'deep', 'root ' || i from generate_series(1, 10) i;
            insert into branches (root_id, label, weight)
              select r.id, 'branch ' || n, n % 100
              from (select id, group_name, row_number() over (partition by group_name order by id) as i from roots) r,
                   lateral generate_series(1, case
                     when group_name like '100x_%' and group_name <> '100x5' then substring(group_name from 5)::int
                     when group_name = 'zipf' then greatest(1, 1000 / i::int)
                     else 5 end) n
              order by r.id, n;
            insert into loose_branches (root_id, label, weight)
              select b.root_id, b.label, b.weight from branches b join roots r on r.id = b.root_id
              where r.group_name in ('100x5', '100x10')
              order by b.id;
            insert into twigs (branch_id, label, weight)
              select b.id, 'twig ' || n, n
              from branches b join roots r on r.id = b.root_id, generate_series(1, 4) n
              where r.group_name = 'deep' order by b.id, n;
            insert into leaves (twig_id, label, weight)
              select id, 'leaf ' || n, n from twigs, generate_series(1, 3) n order by id, n;
            insert into veins (leaf_id, label, weight)
              select id, 'vein ' || n, n from leaves, generate_series(1, 3) n order by id, n;
            analyze roots, branches, loose_branches, twigs, leaves, veins;
            """);
    }

    static void measurements(Lab lab) {
        lab.execute("""
            insert into measurements (label, amount, at)
              select 'measured ' || i, i % 1000, timestamptz '2020-01-01' + i * interval '1 second'
              from generate_series(1, 1000000) i;
            analyze measurements;
            """);
    }
}
