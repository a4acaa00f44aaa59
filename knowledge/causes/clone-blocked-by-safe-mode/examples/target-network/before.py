import numpy as np
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Sequential, clone_model

GAIN = 2.0


class Agent:
    def __init__(self, size):
        self.actor = Sequential([Input((size,)), Dense(4, "tanh"), Lambda(lambda a: GAIN * a, name="gain")])
        self.target = clone_model(self.actor)
        self.target.set_weights(self.actor.get_weights())


agent = Agent(3)
print(agent.target.predict(np.zeros((1, 3)), verbose=0))
