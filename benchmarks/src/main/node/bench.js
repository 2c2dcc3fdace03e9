// Sequelize in a process of its own. A line on stdin says what to do, a line on stdout answers it:
//   run <task> <input as JSON>   does it, keeps what came out, and answers how many nanoseconds it took
//   last                         answers as JSON what came out last
//
// Set up by its own documentation: a list to many comes by a query of its own (`separate`), so that no join multiplies rows
// (https://sequelize.org/v6/manual/eager-loading.html); many rows are inserted by one statement
// (https://sequelize.org/v6/manual/model-querying-basics.html); connections come from a pool
// (https://sequelize.org/v6/manual/connection-pool.html).
import { createInterface } from 'node:readline';
import pg from 'pg';
import { DataTypes, Sequelize } from 'sequelize';

pg.defaults.parseInt8 = true;
const { BENCH_HOST, BENCH_PORT, BENCH_DATABASE, BENCH_USER, BENCH_PASSWORD } = process.env;
const sequelize = new Sequelize(BENCH_DATABASE, BENCH_USER, BENCH_PASSWORD, {
  host: BENCH_HOST,
  port: Number(BENCH_PORT),
  dialect: 'postgres',
  logging: false,
  pool: { max: 8, min: 1 },
  define: { timestamps: false, underscored: true },
});

const id = { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true };
const text = DataTypes.TEXT;
const whole = DataTypes.INTEGER;
const moment = DataTypes.DATE;
const key = DataTypes.BIGINT;

const User = sequelize.define(
  'User',
  { id, firstName: text, lastName: text, email: text, active: DataTypes.BOOLEAN, logins: whole, version: whole, createdAt: moment },
  { tableName: 'users' },
);
const Post = sequelize.define('Post', { id, title: text, body: text, views: whole, createdAt: moment }, { tableName: 'posts' });
const Comment = sequelize.define('Comment', { id, body: text, likes: whole, createdAt: moment }, { tableName: 'comments' });
const Tag = sequelize.define('Tag', { id, name: text }, { tableName: 'tags' });
const PostTag = sequelize.define(
  'PostTag',
  { postId: { type: key, primaryKey: true }, tagId: { type: key, primaryKey: true }, position: whole },
  { tableName: 'post_tags' },
);
const Account = sequelize.define(
  'Account',
  { id, name: text, email: text, logins: { type: whole, defaultValue: 0 } },
  { tableName: 'accounts', version: true },
);
const Order = sequelize.define('Order', { id, title: text }, { tableName: 'orders' });
const Item = sequelize.define('Item', { id, label: text, amount: whole }, { tableName: 'items' });
const Person = sequelize.define(
  'Person',
  { id, firstName: text, middleName: text, lastName: text, image: text, bio: text },
  { tableName: 'persons' },
);
const Viewer = sequelize.define('Viewer', { id, name: text, image: text }, { tableName: 'viewers' });
const Movie = sequelize.define('Movie', { id, image: text, title: text, year: whole, description: text }, { tableName: 'movies' });
const Director = sequelize.define('Director', { id, listOrder: whole }, { tableName: 'directors' });
const Actor = sequelize.define('Actor', { id, listOrder: whole }, { tableName: 'actors' });
const Review = sequelize.define('Review', { id, body: text, rating: whole, creationTime: moment }, { tableName: 'reviews' });

User.hasMany(Post, { as: 'posts', foreignKey: 'authorId' });
Post.belongsTo(User, { as: 'author', foreignKey: 'authorId' });
Post.hasMany(Comment, { as: 'comments', foreignKey: 'postId' });
Post.hasMany(PostTag, { as: 'tags', foreignKey: 'postId' });
PostTag.belongsTo(Tag, { as: 'tag', foreignKey: 'tagId' });
Account.hasMany(Order, { as: 'orders', foreignKey: 'accountId' });
Order.hasMany(Item, { as: 'items', foreignKey: 'orderId' });
Movie.hasMany(Director, { as: 'directors', foreignKey: 'movieId' });
Movie.hasMany(Actor, { as: 'actors', foreignKey: 'movieId' });
Movie.hasMany(Review, { as: 'reviews', foreignKey: 'movieId' });
Director.belongsTo(Person, { as: 'person', foreignKey: 'personId' });
Actor.belongsTo(Person, { as: 'person', foreignKey: 'personId' });
Viewer.hasMany(Review, { as: 'reviews', foreignKey: 'authorId' });
Review.belongsTo(Viewer, { as: 'author', foreignKey: 'authorId' });
Review.belongsTo(Movie, { as: 'movie', foreignKey: 'movieId' });

const { gte } = Sequelize.Op;
const posts = { association: 'posts', separate: true, order: [['id', 'ASC']] };
const comments = { association: 'comments', separate: true, order: [['id', 'ASC']] };
const trees = { ...posts, include: [comments] };
const hundred = (from, include) => User.findAll({ where: { id: { [gte]: from } }, order: [['id', 'ASC']], limit: 100, include });
const rating = (alias) => [
  sequelize.literal(`(select avg(r.rating) from reviews r where r.movie_id = "${alias}".id)`),
  'avgRating',
];
const credits = (association) => ({
  association,
  separate: true,
  include: ['person'],
  order: [['listOrder', 'ASC NULLS LAST'], ['person', 'lastName', 'ASC'], ['person', 'id', 'ASC'], ['id', 'ASC']],
});
const account = (n) => ({ name: `account ${n}`, email: `account${n}@example.com` });

// The answers, in the form in which all contenders' answers are compared.
const pick = (row, ...names) => Object.fromEntries(names.map((name) => [name, row[name]]));
const userRow = (user) =>
  pick(user, 'id', 'firstName', 'lastName', 'email', 'active', 'logins', 'version', 'createdAt');
const postRow = (post) => pick(post, 'id', 'title', 'body', 'views', 'createdAt');
const parent = (user) => pick(user, 'id', 'firstName', 'lastName', 'email');
const userPosts = (user) => ({ ...parent(user), posts: user.posts.map(postRow) });
const userTree = (user) => ({
  ...parent(user),
  posts: user.posts.map((post) => ({
    ...postRow(post),
    comments: post.comments.map((comment) => pick(comment, 'id', 'body', 'likes', 'createdAt')),
  })),
});
const postCard = (post) => ({
  ...pick(post, 'id', 'title', 'createdAt'),
  author: pick(post.author, 'id', 'firstName', 'lastName'),
  tags: post.tags.map((link) => ({ ...pick(link.tag, 'id', 'name'), position: link.position })),
});
const personCard = ({ person }) => ({
  id: person.id,
  fullName: [person.firstName, person.middleName, person.lastName].filter((name) => name !== '').join(' '),
  image: person.image,
});
const movieName = (movie) => ({ ...pick(movie, 'id', 'image', 'title'), avgRating: movie.get('avgRating') });

let own;
const TASKS = {
  'by-key': { run: (key) => User.findByPk(key), answer: userRow },
  '100-rows': {
    run: (name) => User.findAll({ where: { lastName: name }, order: [['id', 'ASC']], limit: 100 }),
    answer: (users) => users.map(userRow),
  },
  tree: { run: (key) => User.findByPk(key, { include: [trees] }), answer: userTree },
  '100x10': { run: (from) => hundred(from, [posts]), answer: (users) => users.map(userPosts) },
  '100x10x5': { run: (from) => hundred(from, [trees]), answer: (users) => users.map(userTree) },
  '50-posts-tags': {
    run: (from) =>
      Post.findAll({
        where: { id: { [gte]: from } },
        order: [['id', 'ASC']],
        limit: 50,
        include: ['author', { association: 'tags', separate: true, include: ['tag'], order: [['position', 'ASC']] }],
      }),
    answer: (all) => all.map(postCard),
  },
  'newest-3-of-100': {
    run: (from) => hundred(from, [{ association: 'posts', separate: true, order: [['createdAt', 'DESC'], ['id', 'DESC']], limit: 3 }]),
    answer: (users) => users.map(userPosts),
  },
  'page-and-count': {
    run: (name) => User.findAndCountAll({ where: { lastName: name }, order: [['id', 'ASC']], limit: 20, offset: 40 }),
    answer: ({ rows, count }) => ({ rows: rows.map(userRow), total: count }),
  },
  'insert-one': { run: (n) => Account.create(account(n)), answer: (row) => row.id },
  'insert-1000': {
    run: (from) => Account.bulkCreate(Array.from({ length: 1000 }, (_, i) => account(from + i))),
    answer: (rows) => rows.map((row) => row.id),
  },
  'versioned-update': {
    prepare: async () => {
      own = await Account.create(account(0));
    },
    run: (logins) => own.update({ logins }),
    answer: (row) => row.id,
  },
  'create-1x5x10': {
    run: (n) =>
      sequelize.transaction((transaction) =>
        Account.bulkCreate(
          [
            {
              ...account(n),
              orders: Array.from({ length: 5 }, (_, i) => ({
                title: `order ${i + 1}`,
                items: [1, 2].map((j) => ({ label: `item ${i * 2 + j}`, amount: i * 2 + j })),
              })),
            },
          ],
          { include: [{ association: 'orders', include: ['items'] }], transaction },
        ),
      ),
    answer: ([row]) => row.id,
  },
  get_movie: {
    run: (key) =>
      Movie.findByPk(key, {
        attributes: { include: [rating('Movie')] },
        include: [
          credits('directors'),
          credits('actors'),
          { association: 'reviews', separate: true, include: ['author'], order: [['creationTime', 'DESC'], ['id', 'ASC']] },
        ],
      }),
    answer: (movie) => ({
      ...pick(movie, 'id', 'image', 'title', 'year', 'description'),
      avgRating: movie.get('avgRating'),
      directors: movie.directors.map(personCard),
      cast: movie.actors.map(personCard),
      reviews: movie.reviews.map((review) => ({
        ...pick(review, 'id', 'body', 'rating'),
        author: pick(review.author, 'id', 'name', 'image'),
      })),
    }),
  },
  get_user: {
    run: (key) =>
      Viewer.findByPk(key, {
        include: [
          {
            association: 'reviews',
            separate: true,
            limit: 10,
            order: [['creationTime', 'DESC'], ['id', 'ASC']],
            include: [{ association: 'movie', attributes: { include: [rating('movie')] } }],
          },
        ],
      }),
    answer: (viewer) => ({
      ...pick(viewer, 'id', 'name', 'image'),
      latestReviews: viewer.reviews.map((review) => ({
        ...pick(review, 'id', 'body', 'rating'),
        movie: movieName(review.movie),
      })),
    }),
  },
  insert_movie: {
    run: ({ title, image, description, year, directorId, castIds }) =>
      sequelize.transaction((transaction) =>
        Movie.bulkCreate(
          [
            {
              title,
              image,
              description,
              year,
              directors: [{ personId: directorId, listOrder: 0 }],
              actors: castIds.map((personId, listOrder) => ({ personId, listOrder })),
            },
          ],
          { include: ['directors', 'actors'], transaction },
        ),
      ),
    answer: ([movie]) => movie.id,
  },
};

let last;
async function reply(line) {
  if (line === 'last') {
    return JSON.stringify(last.task.answer(last.result));
  }
  const [verb, name, ...input] = line.split(' ');
  const task = TASKS[name];
  if (verb === 'prepare') {
    await task.prepare?.();
    return 'ready';
  }
  const value = JSON.parse(input.join(' '));
  const start = process.hrtime.bigint();
  const result = await task.run(value);
  const nanos = process.hrtime.bigint() - start;
  last = { task, result };
  return String(nanos);
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    process.stdout.write(`${await reply(line)}\n`);
  } catch (error) {
    process.stdout.write(`! ${String(error.stack).replaceAll('\n', ' | ')}\n`);
  }
}
await sequelize.close();
