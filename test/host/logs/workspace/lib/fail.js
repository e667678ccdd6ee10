// One call more in the stack than its caller.
exports.fail = function fail() {
  throw new TypeError('told to fail');
};
