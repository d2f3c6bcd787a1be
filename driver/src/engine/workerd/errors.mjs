/** A refusal that the API gives: HTTP status, D1's code, text. */
export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const malformed = (why) => new ApiError(400, 7400, `The request is malformed: ${why}`);
export const noRoute = (path) => new ApiError(404, 7003, `Could not route to ${path}, perhaps your object identifier is invalid?`);
