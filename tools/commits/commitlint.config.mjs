export default {
  extends: ['@commitlint/config-conventional'],
  rules: {
    'header-max-length': [0],
    'subject-max-length': [2, 'always', 60],
    'scope-empty': [2, 'never'],
    'body-max-line-length': [0],
    'footer-max-line-length': [0],
  },
};
