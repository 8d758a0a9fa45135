# The service alone: compiled in one stage, run in another without compiler, tests and root.
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY site/package.json site/
RUN npm ci --no-audit --no-fund
COPY tsconfig.json ./
COPY src src
COPY site site
COPY migrations migrations
RUN npm run build && rm dist/.tsbuildinfo*

FROM node:22-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DATA_DIR=/data
WORKDIR /app
COPY package.json package-lock.json ./
COPY site/package.json site/
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force
COPY --from=build /app/dist dist
COPY sample sample
COPY docs docs
# For assets, unless they are in a bucket, and for the embedded database, where no DATABASE_URL is given.
RUN install --directory --owner=node --group=node --mode=700 /data
USER node
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--enable-source-maps", "dist/src/cli/main.js"]
CMD ["serve"]
