# mwaa-kms in a small image, for a user without rights. Build it in a checkout that has the built program: that of a release tag, or after
# `npm ci`. See docs/install.md.
ARG NODE_IMAGE=node:22-alpine
FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="mwaa-kms" \
      org.opencontainers.image.description="Checks and prepares a customer managed KMS key for Amazon MWAA" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY package.json LICENSE /opt/mwaa-kms/
COPY bin /opt/mwaa-kms/bin
COPY dist /opt/mwaa-kms/dist
RUN ln -s /opt/mwaa-kms/bin/mwaa-kms.js /usr/local/bin/mwaa-kms
# The number of the user "node", which Kubernetes can see is not root.
USER 1000:1000
WORKDIR /work
ENTRYPOINT ["mwaa-kms"]
CMD ["--help"]
